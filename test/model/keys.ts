// Equal worlds have equal keys, and different ones different keys; the bound is the same for all worlds of a search.
import { spell } from "./spell.ts";
import type { Look, ModelAttempt, ModelRefund, World } from "./world.ts";

export function keyOf({ attempts, refunds, approvals, watching, echo, choosing, elsewhereMinor }: World): string {
  let key = choosing ? "c" : "";
  if (elsewhereMinor > 0) key += "e";
  if (watching) key += watching.attempt + watching.kind + watching.saw;
  key += "|";
  if (echo) key += echo.attempt + echo.saw;
  for (const attempt of attempts) key += `|${numberOfAttempt(attempt)}`;
  for (const refund of refunds) key += `;${numberOfRefund(refund)}`;
  for (const { is, kind, amountMinor, attempt } of approvals) key += `!${is}${kind}${amountMinor}${attempt}`;
  return key;
}

/** The values of one field, numbered as they are met. As many as have room in so many bits. */
function createField(bits: number): { readonly size: number; numberOf(value: string | number | null): number } {
  const known = new Map<string | number | null, number>();
  const size = 2 ** bits;
  return {
    size,
    numberOf(value) {
      const before = known.get(value);
      if (before !== undefined) return before;
      if (known.size === size) throw new Error(`more than ${size} different values of one field`);
      known.set(value, known.size);
      return known.size - 1;
    },
  };
}

const STATE = createField(16);
const POSTING = createField(3);
const EXPIRING = createField(3);
const LOOKING = createField(5);
const WATCHED = createField(3);
const CHARGES = createField(6);
const STRAYS = createField(4);
const POSTS = createField(4);

const attempts = { known: new WeakMap<ModelAttempt, number>(), numbers: new Map<number, number>() };

/** All that an attempt is, in 50 bits of one number, and for that a small one. */
function numberOfAttempt(attempt: ModelAttempt): number {
  const before = attempts.known.get(attempt);
  if (before !== undefined) return before;
  const { state, posting, expiring, looking, strayPosts, watchedAtMs, charges, posts } = attempt;
  let packed = STATE.numberOf(state ? spell(state) : null);
  packed = packed * POSTING.size + POSTING.numberOf(posting);
  packed = packed * EXPIRING.size + EXPIRING.numberOf(expiring);
  packed = packed * LOOKING.size + LOOKING.numberOf(looking && lookOf(looking));
  packed = packed * WATCHED.size + WATCHED.numberOf(watchedAtMs);
  packed = packed * CHARGES.size + CHARGES.numberOf(charges.length < 2 ? (charges[0] ?? null) : charges.join("+"));
  packed = packed * STRAYS.size + STRAYS.numberOf(strayPosts);
  packed = packed * POSTS.size + POSTS.numberOf(posts);
  packed = packed * 64 + flagsOf(attempt);
  const number = attempts.numbers.get(packed) ?? attempts.numbers.size;
  attempts.numbers.set(packed, number);
  attempts.known.set(attempt, number);
  return number;
}

function flagsOf(attempt: ModelAttempt): number {
  const { strayExpire, postedUnsaved, mustEnd, old, postedByItself, alarmed } = attempt;
  return (
    Number(strayExpire) +
    Number(postedUnsaved) * 2 +
    Number(mustEnd) * 4 +
    Number(old) * 8 +
    Number(postedByItself) * 16 +
    Number(alarmed) * 32
  );
}

function lookOf(look: Look): string {
  return look.kind === "read" ? look.saw : `${look.from}${look.late}${look.saw}`;
}

const refunds = { known: new WeakMap<ModelRefund, number>(), numbers: new Map<string, number>() };

function numberOfRefund(at: ModelRefund): number {
  const before = refunds.known.get(at);
  if (before !== undefined) return before;
  const { refund, state, checking, posting, looking, strayPosts, made, posts, postedUnsaved } = at;
  let key = `${spell(refund)},${spell(state)},${posting},${strayPosts},${posts},${postedUnsaved},${made.join("+")},`;
  if (checking) key += spell(checking);
  key += ",";
  if (looking) key += `${looking.from}${spell(looking.saw)}${looking.late}`;
  const number = refunds.numbers.get(key) ?? refunds.numbers.size;
  refunds.numbers.set(key, number);
  refunds.known.set(at, number);
  return number;
}
