// What becomes of a request and of its answer: delivered, lost before or after, late, doubled where it is a read, or strange.
import { does, type With } from "./does.ts";
import type { HeardCharge } from "./move.ts";
import { expireAnswer, lookAnswer, postAnswer, type ExpireAnswer, type PostAnswer, type Strange } from "./names.ts";
import type { Question } from "./question.ts";
import { attemptAt, changeAttempt, type Look, type ModelAttempt, type World } from "./world.ts";

export function networkMoves(world: World, index: number, tools: With): void {
  const { posting, expiring, looking } = attemptAt(world, index);
  if (posting !== null) postMoves(world, index, { ...tools, posting });
  if (expiring !== null) expireMoves(world, index, { ...tools, expiring });
  if (looking !== null) lookMoves(world, index, { ...tools, look: looking });
  if (world.echo?.attempt !== index) return;
  const look = { kind: "read", saw: world.echo.saw } as const;
  const answer = lookAnswer(index, look, { heard: true });
  const what = `the same answer about ${index + 1} comes once more: ${look.saw}`;
  const heard = { attempt: index, by: "get", status: look.saw, strange: false } as const;
  const question = { ask: "read", attempt: index, answer, late: false } as const;
  does({ ...world, echo: null }, question, { ...tools, what, byItself: false, heard });
}

type Posting = With & { readonly posting: NonNullable<ModelAttempt["posting"]> };

function postMoves(world: World, index: number, tools: Posting): void {
  const { posting } = tools;
  if (posting === "going") {
    hearPost(world, index, { ...tools, name: "never-sent", byItself: false });
    // Lost, or only late: the one is a late request that never arrives.
    const late = changeAttempt(world, index, { strayPosts: attemptAt(world, index).strayPosts + 1 });
    return hearPost(late, index, { ...tools, name: "unknown", byItself: false });
  }
  hearPost(world, index, { ...tools, name: posting, byItself: true });
  // The answer is lost, comes too late, or is a 5xx: to the till it is all the same.
  hearPost(world, index, { ...tools, name: "unknown", byItself: false });
  if (posting !== "charge" || !world.bound.strange) return;
  for (const strange of ["other-amount", "unheard-of", "claims-paid"] as const)
    hearPost(world, index, { ...tools, name: posting, byItself: false, strange });
}

function hearPost(
  world: World,
  index: number,
  of: With & { readonly name: PostAnswer; readonly byItself: boolean; readonly strange?: Strange },
): void {
  const { name, strange = null } = of;
  const { posts } = attemptAt(world, index);
  // Proof that it was not heard, or that it made nothing: it may be sent again.
  const proven = name === "never-sent" || name === "too-many";
  const after = changeAttempt(world, index, { posting: null, posts: proven ? posts - 1 : posts });
  const answer = postAnswer(index, name, strange);
  const what = `the till hears of POST ${index + 1}: ${strange ?? name}`;
  const heard: HeardCharge | null =
    name === "charge" ? { attempt: index, by: "post", status: "pending", strange: strange !== null } : null;
  does(after, { ask: "post", attempt: index, answer, late: false }, { ...of, what, heard });
}

function expireMoves(
  world: World,
  index: number,
  tools: With & { readonly expiring: NonNullable<ModelAttempt["expiring"]> },
): void {
  const { expiring } = tools;
  const hearExpire = (next: World, name: ExpireAnswer, byItself: boolean): void => {
    const answer = expireAnswer(index, name);
    const what = `the till hears of EXPIRE ${index + 1}: ${name}`;
    const after = changeAttempt(next, index, { expiring: null });
    does(after, { ask: "expire", attempt: index, answer, late: false }, { ...tools, what, byItself });
  };
  if (expiring === "going") {
    hearExpire(world, "unknown", false);
    return hearExpire(changeAttempt(world, index, { strayExpire: true }), "unknown", false);
  }
  hearExpire(world, expiring, true);
  hearExpire(world, "unknown", false);
}

function lookMoves(world: World, index: number, tools: With & { readonly look: Look }): void {
  const { look } = tools;
  const after = changeAttempt(world, index, { looking: null });
  const ask = (heard: boolean, late: boolean, strange: Strange | null = null): Question => {
    const answer = lookAnswer(index, look, { heard, strange });
    if (look.kind === "read") return { ask: "read", attempt: index, answer, late };
    return { ask: "trace", attempt: index, answer, from: look.from, late: look.late };
  };
  const what = `the till hears its look at ${index + 1}: ${look.saw ?? "nothing"}`;
  const by = look.kind === "read" ? "get" : "list";
  const hears = (strange: boolean): HeardCharge | null =>
    look.saw === null ? null : { attempt: index, by, status: look.saw, strange };
  does(after, ask(true, false), { ...tools, what, byItself: true, heard: hears(false) });
  // No news is no event: the real effects write nothing then.
  does(after, ask(false, false), { ...tools, what: `no answer to the look at ${index + 1}`, byItself: false });
  if (world.bound.strange && look.saw !== null) {
    const wrong = look.kind === "read" ? (["other-amount", "unheard-of", "unpaid-success"] as const) : IN_A_LISTING;
    for (const strange of wrong) {
      const words = `the till hears its look at ${index + 1}: ${strange}`;
      does(after, ask(true, false, strange), { ...tools, what: words, byItself: false, heard: hears(true) });
    }
  }
  if (look.kind !== "read") return;
  if (look.saw === "expired")
    does(after, ask(true, true), { ...tools, what: `${what}, late`, byItself: true, heard: hears(false) });
  if (!world.bound.doubledReads || world.echo) return;
  const twice = { ...after, echo: { attempt: index, saw: look.saw } };
  const words = `${what}, and a copy follows`;
  does(twice, ask(true, false), { ...tools, what: words, byItself: false, heard: hears(false) });
}

const IN_A_LISTING = ["other-amount", "unheard-of", "claims-paid"] as const;
