// Everything that is still to be settled: what the till does for it, since when, how often in vain, and what comes next.
import type { QueueItem, Tone } from "#contract/views.ts";
import { moneyText } from "#contract/money.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { Shape } from "#renderer/shared/components/shape.tsx";
import { Trouble } from "#renderer/shared/components/trouble.tsx";
import { classes } from "#renderer/shared/components/classes.ts";
import { clockText, useAge, useLeft } from "#renderer/shared/countdown.ts";
import { useSay, type Say } from "#renderer/shared/language.tsx";
import type { Received } from "#renderer/shared/store.ts";
import { agoText } from "#renderer/shared/span-text.ts";
import { useFailure, type Give } from "#renderer/shared/till.tsx";
import tones from "#renderer/shared/components/tones.module.css";
import styles from "./queue.module.css";

const TONES: Readonly<Record<QueueItem["doing"], Tone>> = {
  send: "waiting",
  look: "unsure",
  read: "waiting",
  expire: "waiting",
};

export function Queue({ received }: { readonly received: Received<"cashier"> }) {
  const say = useSay();
  const { give, failure } = useFailure();
  const { queue, queueLength } = received.view;
  return (
    <div className={styles["screen"]}>
      <h1 className={styles["title"]}>{say("queue.title")}</h1>
      {failure === null ? null : <Trouble words={say(`failure.${failure}`)} />}
      {queue.length === 0 ? <Settled /> : null}
      <ul className={styles["list"]}>
        {queue.map((item) => (
          <Item key={item.id} item={item} atMs={received.atMs} give={give} />
        ))}
      </ul>
      {queueLength > queue.length ? <p>{say("queue.more", { count: queueLength - queue.length })}</p> : null}
    </div>
  );
}

function Settled() {
  const say = useSay();
  return (
    <p className={styles["settled"]}>
      <Shape of="good" />
      <span>{say("queue.none")}</span>
    </p>
  );
}

type ItemProps = { readonly item: QueueItem; readonly atMs: number; readonly give: Give };

function Item({ item, atMs, give }: ItemProps) {
  const say = useSay();
  const tone = TONES[item.doing];
  const { id, may } = item;
  return (
    <li className={styles["item"]}>
      <p className={styles["what"]}>
        <strong>{moneyText(item.money)}</strong>
        <span>
          {say(`queueKind.${item.kind}`)} · {say(`method.${item.method}`)}
        </span>
      </p>
      <div className={styles["doing"]}>
        <p className={classes(styles["state"], tones[tone])}>
          <Shape of={tone} />
          <span>{doingWords(item, say)}</span>
        </p>
        <Times item={item} atMs={atMs} />
        {item.lastError === null ? null : (
          <p className={styles["error"]} lang="en">
            {item.lastError}
          </p>
        )}
      </div>
      <div className={styles["buttons"]}>
        {may.sendNow ? <Press onPress={() => give("queue/send-now", { id })}>{say("queue.sendNow")}</Press> : null}
        {may.askNow ? <Press onPress={() => give("queue/ask-now", { id })}>{say("queue.askNow")}</Press> : null}
      </div>
    </li>
  );
}

function doingWords({ kind, doing }: QueueItem, say: Say): string {
  return kind !== "charge" && doing === "read" ? say("doingRefund.read") : say(`doing.${doing}`);
}

function Times({ item, atMs }: Pick<ItemProps, "item" | "atMs">) {
  const say = useSay();
  const ageMs = useAge(item.ageMs, atMs);
  const nextMs = useLeft(item.nextInMs, atMs);
  const deadlineMs = useLeft(item.deadlineInMs, atMs);
  const send = item.doing === "send";
  const words = [
    say("queue.asked", { ago: agoText(ageMs, say) }),
    item.tries === 0 ? null : say("queue.tries", { count: item.tries }),
    nextMs === null ? null : say(send ? "queue.nextSend" : "queue.next", { clock: clockText(nextMs) }),
    deadlineMs === null ? null : say(send ? "queue.deadlineSend" : "queue.deadline", { clock: clockText(deadlineMs) }),
  ].filter((one) => one !== null);
  return <p className={styles["times"]}>{words.join("  ·  ")}</p>;
}
