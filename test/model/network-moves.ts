// What becomes of a request and of its answer: delivered, lost before or after, late, doubled where it is a read.
import { alarmsOf, enact } from "./enact.ts";
import { move, type Move } from "./move.ts";
import { expireAnswer, lookAnswer, postAnswer, type ExpireAnswer, type PostAnswer } from "./names.ts";
import type { Question, RealCode } from "./questions.ts";
import { attemptAt, changeAttempt, type Look, type ModelAttempt, type World } from "./world.ts";

type With = { readonly real: RealCode; readonly moves: Move[] };

export async function networkMoves(world: World, index: number, tools: With): Promise<void> {
  const { posting, expiring, looking } = attemptAt(world, index);
  if (posting !== null) await postMoves(world, index, { ...tools, posting });
  if (expiring !== null) await expireMoves(world, index, { ...tools, expiring });
  if (looking !== null) await lookMoves(world, index, { ...tools, look: looking });
  if (world.echo?.attempt === index) {
    const look = { kind: "read", saw: world.echo.saw } as const;
    const answer = lookAnswer(index, look, true);
    const what = `the same answer about ${index + 1} comes once more: ${look.saw}`;
    await hear(
      { ...world, echo: null },
      { ask: "read", attempt: index, answer, late: false },
      { ...tools, what, byItself: false },
    );
  }
}

async function postMoves(
  world: World,
  index: number,
  tools: With & { readonly posting: NonNullable<ModelAttempt["posting"]> },
): Promise<void> {
  const { posting } = tools;
  const { strayPosts, posts } = attemptAt(world, index);
  const hearPost = (next: World, name: PostAnswer, byItself: boolean): Promise<void> => {
    // Proof that it was not heard, or that it made nothing: it may be sent again.
    const proven = name === "never-sent" || name === "too-many";
    const after = changeAttempt(next, index, { posting: null, posts: proven ? posts - 1 : posts });
    const answer = postAnswer(index, name);
    const what = `the till hears of POST ${index + 1}: ${name}`;
    return hear(after, { ask: "post", attempt: index, answer, late: false }, { ...tools, what, byItself });
  };
  if (posting === "going") {
    await hearPost(world, "never-sent", false);
    // Lost, or only late: the one is a late request that never arrives.
    return hearPost(changeAttempt(world, index, { strayPosts: strayPosts + 1 }), "unknown", false);
  }
  await hearPost(world, posting, true);
  // The answer is lost, comes too late, or is a 5xx: to the till it is all the same.
  await hearPost(world, "unknown", false);
}

async function expireMoves(
  world: World,
  index: number,
  tools: With & { readonly expiring: NonNullable<ModelAttempt["expiring"]> },
): Promise<void> {
  const { expiring } = tools;
  const hearExpire = (next: World, name: ExpireAnswer, byItself: boolean): Promise<void> => {
    const answer = expireAnswer(index, name);
    const what = `the till hears of EXPIRE ${index + 1}: ${name}`;
    const after = changeAttempt(next, index, { expiring: null });
    return hear(after, { ask: "expire", attempt: index, answer, late: false }, { ...tools, what, byItself });
  };
  if (expiring === "going") {
    await hearExpire(world, "unknown", false);
    return hearExpire(changeAttempt(world, index, { strayExpire: true }), "unknown", false);
  }
  await hearExpire(world, expiring, true);
  await hearExpire(world, "unknown", false);
}

async function lookMoves(world: World, index: number, tools: With & { readonly look: Look }): Promise<void> {
  const { look } = tools;
  const after = changeAttempt(world, index, { looking: null });
  const ask = (heard: boolean, late: boolean): Question => {
    const answer = lookAnswer(index, look, heard);
    if (look.kind === "read") return { ask: "read", attempt: index, answer, late };
    return { ask: "trace", attempt: index, answer, from: look.from, late: look.late };
  };
  const what = `the till hears its look at ${index + 1}: ${look.saw ?? "nothing"}`;
  await hear(after, ask(true, false), { ...tools, what, byItself: true });
  // No news is no event: the real effects write nothing then.
  await hear(after, ask(false, false), { ...tools, what: `no answer to the look at ${index + 1}`, byItself: false });
  if (look.kind !== "read") return;
  if (look.saw === "expired") await hear(after, ask(true, true), { ...tools, what: `${what}, late`, byItself: true });
  if (!world.bound.doubledReads || world.echo) return;
  const twice = { ...after, echo: { attempt: index, saw: look.saw } };
  await hear(twice, ask(true, false), { ...tools, what: `${what}, and a copy follows`, byItself: false });
}

async function hear(
  world: World,
  question: Question,
  { real, moves, what, byItself }: With & { readonly what: string; readonly byItself: boolean },
): Promise<void> {
  const { acts } = await real.ask(world, question);
  moves.push(move(what, enact(world, acts), byItself, alarmsOf(acts)));
}
