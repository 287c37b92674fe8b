// Gives a loaded page its one-time token through the DevTools pipe, where no other process can read it.
import type { DevTools } from "./devtools.ts";

export type HandOver = {
  readonly devTools: DevTools;
  readonly session: string;
  /** Only a page from here is given anything. */
  readonly origin: string;
  readonly newToken: () => string;
};

/** What the page says of itself: the load it belongs to while it wants a token, or nothing while it needs none. */
const ASK_PAGE = `(() => {
  if (location.origin !== ORIGIN || document.readyState !== "complete") return null;
  return sessionStorage.getItem("counterfoil-key") === null ? performance.timeOrigin : null;
})()`;

const GIVE_PAGE = `(() => {
  if (location.origin !== ORIGIN) return;
  sessionStorage.setItem("counterfoil-token", TOKEN);
  dispatchEvent(new Event("counterfoil-token"));
})()`;

/** Asks one page whether it wants a token, and gives it one, once a load.
 *  @param given the load that already had one · @returns the load that has one now */
export async function handOverToken(
  { devTools, session, origin, newToken }: HandOver,
  given: number | undefined,
): Promise<number | undefined> {
  const evaluate = async (expression: string): Promise<unknown> => {
    const answer = await devTools.ask({
      method: "Runtime.evaluate",
      params: { expression, returnByValue: true },
      session,
    });
    return answer.result.value;
  };
  const load = await evaluate(ASK_PAGE.replace("ORIGIN", JSON.stringify(origin)));
  if (typeof load !== "number" || load === given) return given;
  await evaluate(GIVE_PAGE.replace("ORIGIN", JSON.stringify(origin)).replace("TOKEN", JSON.stringify(newToken())));
  return load;
}
