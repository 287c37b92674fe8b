// What is wrong around the till, in plain words under the header: which part of the way to the wallet fails and since when, and
// a clock that is off. Nothing is drawn while all is well.
import type { CashierView } from "#contract/views.ts";
import { Shape } from "#renderer/shared/components/shape.tsx";
import { classes } from "#renderer/shared/components/classes.ts";
import { useLanguage, useSay, type Say } from "#renderer/shared/language.tsx";
import { spanText } from "#renderer/shared/span-text.ts";
import { timeText } from "#renderer/shared/time-text.ts";
import styles from "./around.module.css";

export function Around({ view }: { readonly view: CashierView }) {
  const say = useSay();
  const language = useLanguage();
  const { link, clockOffMs, zone } = view;
  const time = link.sinceMs === null ? null : timeText(link.sinceMs, language, zone);
  const linkWords = time === null ? null : wordsOfLink(link, time, say);
  if (linkWords === null && clockOffMs === null) return null;
  return (
    <div role="status">
      {linkWords === null ? null : <Line shape={link.state === "slow" ? "waiting" : "bad"} words={linkWords} />}
      {clockOffMs === null ? null : (
        <Line
          shape="alarm"
          words={say(clockOffMs < 0 ? "clock.behind" : "clock.ahead", { span: spanText(Math.abs(clockOffMs), say) })}
        />
      )}
    </div>
  );
}

function Line({ shape, words }: { readonly shape: "bad" | "waiting" | "alarm"; readonly words: string }) {
  return (
    <p className={classes(styles["line"], styles[shape])}>
      <Shape of={shape} />
      <span>{words}</span>
    </p>
  );
}

function wordsOfLink({ state, where }: CashierView["link"], time: string, say: Say): string | null {
  if (state === "slow") return say(where === "provider" ? "link.providerSlowSince" : "link.slowSince", { time });
  if (state === "down" && where !== null) return say(`link.since.${where}`, { time });
  return null;
}
