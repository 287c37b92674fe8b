// What the wire has seen leave: one POST an attempt or refund unless the one before was turned away, a code handed over once,
// and nothing charged by a till that did not begin it.
import type { Notes } from "./notes.ts";
import type { Exchange } from "./carry.ts";

const TURNED_AWAY = 429;
const CODE_REPEATS_AFTER_MS = 60_000;

export function judgeExchanges(exchanges: readonly Exchange[], notes: Notes): void {
  for (const route of ["charge", "refund"] as const) {
    const posts = exchanges.filter((each) => each.route === route);
    for (const [index, post] of posts.entries()) {
      const earlier = posts.slice(0, index).filter(({ subject }) => subject === post.subject);
      if (earlier.some(({ status }) => status !== TURNED_AWAY))
        notes.tell("doubled", `${route} ${post.subject} was sent again after a POST that may have been heard`);
      // A refund is a decision that outlives its till; a charge is not.
      if (route === "charge" && earlier.some(({ life }) => life !== post.life))
        notes.tell("doubled", `charge ${post.subject} was sent by itself after a restart`);
    }
  }
  judgeCodes(
    exchanges.filter(({ code }) => code !== null),
    notes,
  );
}

/** What was read is remembered in memory only, so a restart forgets it. */
function judgeCodes(posts: readonly Exchange[], notes: Notes): void {
  for (const [index, post] of posts.entries()) {
    const again = posts
      .slice(0, index)
      .some(
        ({ code, life, status, subject, atMs }) =>
          code === post.code &&
          life === post.life &&
          status !== TURNED_AWAY &&
          subject !== post.subject &&
          post.atMs - atMs < CODE_REPEATS_AFTER_MS,
      );
    if (again) notes.tell("doubled", "a scanned code was handed to the network twice within a minute");
  }
}
