// The faces of the customer's screen, one thing to look at on each: the shop, the amount, the QR, or one word with its shape.
import type { CSSProperties } from "react";
import { moneyText, type Money } from "#contract/money.ts";
import type { CustomerFace as Face, CustomerView, Tone } from "#contract/views.ts";
import type { Language } from "#contract/words.ts";
import { Rosette } from "#renderer/shared/components/guilloche.tsx";
import { MoneyFigure } from "#renderer/shared/components/money.tsx";
import { Shape } from "#renderer/shared/components/shape.tsx";
import { clockText } from "#renderer/shared/countdown.ts";
import { useSay, type Say } from "#renderer/shared/language.tsx";
import { Both, scanWords } from "./both.tsx";
import { classes } from "#renderer/shared/components/classes.ts";
import styles from "./customer-face.module.css";
import { QrCode } from "./qr-code.tsx";

type Around = { readonly view: CustomerView; readonly languages: readonly Language[]; readonly leftMs: number | null };
type BodyProps = Around & { readonly face: Face | null };
type FaceOf<Kind extends Face["kind"]> = Extract<Face, { readonly kind: Kind }>;

/** The faces that are one word: its shape and colour, what it says, what to do. */
type Word = {
  readonly shape: Tone;
  readonly tone: Tone;
  readonly title: (say: Say) => string;
  readonly more: (say: Say) => string;
};

const WORDS: Readonly<Record<Exclude<Face["kind"], "idle" | "amount" | "qr"> | "lost", Word>> = {
  closed: { shape: "bad", tone: "calm", title: (say) => say("face.closed"), more: (say) => say("face.closedMore") },
  unavailable: {
    shape: "unsure",
    tone: "unsure",
    title: (say) => say("face.unavailable"),
    more: (say) => say("face.unavailableMore"),
  },
  preparing: { shape: "waiting", tone: "calm", title: (say) => say("face.preparing"), more: () => "" },
  "confirm-on-phone": {
    shape: "waiting",
    tone: "waiting",
    title: (say) => say("face.confirm"),
    more: (say) => say("face.confirmMore"),
  },
  checking: {
    shape: "unsure",
    tone: "unsure",
    title: (say) => say("face.checking"),
    more: (say) => say("face.checkingMore"),
  },
  cancelling: {
    shape: "waiting",
    tone: "waiting",
    title: (say) => say("face.cancelling"),
    more: (say) => say("face.cancellingMore"),
  },
  paid: { shape: "good", tone: "good", title: (say) => say("face.paid"), more: (say) => say("face.paidMore") },
  "not-paid": {
    shape: "bad",
    tone: "bad",
    title: (say) => say("face.notPaid"),
    more: (say) => say("face.notPaidMore"),
  },
  expired: {
    shape: "bad",
    tone: "calm",
    title: (say) => say("face.expired"),
    more: (say) => say("face.expiredMore"),
  },
  cancelled: {
    shape: "bad",
    tone: "calm",
    title: (say) => say("face.cancelled"),
    more: (say) => say("face.cancelledMore"),
  },
  lost: { shape: "unsure", tone: "unsure", title: (say) => say("face.lost"), more: (say) => say("face.lostMore") },
};

export function FaceBody({ face, ...around }: BodyProps) {
  if (face === null) return <WordFace word={WORDS.lost} money={null} {...around} leftMs={null} />;
  if (face.kind === "idle") return <IdleFace {...around} />;
  if (face.kind === "amount") return <AmountFace face={face} {...around} />;
  if (face.kind === "qr") return <QrFace face={face} {...around} />;
  const word = WORDS[face.kind];
  const slow = face.kind === "preparing" && face.slow;
  const money = "money" in face ? face.money : null;
  const leftMs = face.kind === "confirm-on-phone" ? around.leftMs : null;
  return (
    <WordFace
      word={slow ? { ...word, more: (say) => say("face.preparingSlow") } : word}
      money={money}
      {...around}
      leftMs={leftMs}
    />
  );
}

/** The line that says what to do; after a scan that was no sale, what to do about that. */
function Lead({ view, words }: { readonly view: CustomerView; readonly words: (say: Say) => string }) {
  const { hint, languages } = view;
  return (
    <p className={classes(styles["lead"], hint !== null && styles["hint"])} data-hint={hint ?? undefined}>
      <Both languages={languages} words={hint === null ? words : (say) => say(`hint.${hint}`)} />
    </p>
  );
}

function IdleFace({ view }: Around) {
  const say = useSay();
  return (
    <div className={styles["idle"]}>
      <Rosette className={styles["rosette"]} />
      <h1 className={styles["name"]}>{view.shopName}</h1>
      <Lead view={view} words={(words) => words("face.idle")} />
      <ul className={styles["wallets"]}>
        {view.methods.map((method) => (
          <li key={method}>{say(`method.${method}`)}</li>
        ))}
      </ul>
    </div>
  );
}

function AmountFace({ face, view, languages }: Around & { readonly face: FaceOf<"amount"> }) {
  return (
    <div className={styles["amount"]}>
      <p className={styles["label"]}>
        <Both languages={languages} words={(say) => say("face.total")} />
      </p>
      <h1 className={styles["huge"]} style={fitting(face.money)}>
        <MoneyFigure money={face.money} />
      </h1>
      <Lead view={view} words={(say) => say(face.codeWelcome ? "face.showCode" : "face.chooseWallet")} />
    </div>
  );
}

function QrFace({ face, languages, leftMs }: Around & { readonly face: FaceOf<"qr"> }) {
  const say = useSay();
  const words = face.covered
    ? [(to: Say) => to("face.covered"), (to: Say) => to("face.coveredMore")]
    : [scanWords(face.method), (to: Say) => to("face.scanPay")];
  return (
    <div className={styles["qr"]}>
      <div className={styles["qrWords"]}>
        <p className={styles["wallet"]}>{say(`method.${face.method}`)}</p>
        <h1 className={styles["large"]} style={fitting(face.money)}>
          <MoneyFigure money={face.money} />
        </h1>
        <ol className={styles["steps"]}>
          {words.map((line, index) => (
            <li key={index === 0 ? "first" : "then"}>
              <Both languages={languages} words={line} />
            </li>
          ))}
        </ol>
        {leftMs === null || face.covered ? null : <TimeLeft leftMs={leftMs} languages={languages} />}
      </div>
      <div className={styles["code"]}>
        {face.covered ? (
          <div className={styles["cover"]}>
            <Shape of="unsure" />
          </div>
        ) : (
          <QrCode hash={face.pictureHash} label={say("face.qrOf", { wallet: say(`method.${face.method}`) })} />
        )}
      </div>
    </div>
  );
}

function WordFace({ word, money, languages, leftMs }: Around & { readonly word: Word; readonly money: Money | null }) {
  return (
    <div className={classes(styles["word"], styles[word.tone])}>
      <div>
        <h1 className={styles["title"]}>
          <Both languages={languages} words={word.title} />
        </h1>
        {money === null ? null : <MoneyFigure money={money} className={styles["medium"]} />}
        <p className={styles["lead"]}>
          <Both languages={languages} words={word.more} />
        </p>
        {leftMs === null ? null : <TimeLeft leftMs={leftMs} languages={languages} />}
      </div>
      <span className={styles["seal"]}>
        <Shape of={word.shape} />
      </span>
    </div>
  );
}

function TimeLeft({ leftMs, languages }: { readonly leftMs: number; readonly languages: readonly Language[] }) {
  return (
    <p className={styles["time"]}>
      <span className={styles["timeWords"]}>
        <Both languages={languages} words={(say) => say("face.timeLeft")} />
      </span>
      <span className={styles["clock"]}>{clockText(leftMs)}</span>
    </p>
  );
}

/** Tells the style sheet how long an amount is, so that a long one is set smaller and never cut. */
function fitting(money: Money): CSSProperties {
  return { "--letters": moneyText(money).length } as CSSProperties;
}
