// A test scan: what arrives, byte by byte, and what the till takes it for. The test lasts as long as this is drawn, at the longest
// as long as the till lets it.
import { useEffect, useState } from "react";
import type { ScanReading, ScanTest } from "#contract/scan-test.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { Trouble } from "#renderer/shared/components/trouble.tsx";
import { clockText, useLeft } from "#renderer/shared/countdown.ts";
import { useSay } from "#renderer/shared/language.tsx";
import { useStrokes } from "#renderer/shared/keys-heard.tsx";
import { useFailure, useStore, failureCodeOf } from "#renderer/shared/till.tsx";
import { RawLines } from "./raw-lines.tsx";
import styles from "./test-scan.module.css";

const KEYS = { again: "KeyT", record: "KeyR", back: "Escape" } as const;

type TestScanProps = {
  /** null: none is on. */
  readonly test: ScanTest | null;
  readonly atMs: number;
  readonly onBack: () => void;
};

export function TestScan({ test, atMs, onBack }: TestScanProps) {
  const say = useSay();
  const { give, failure } = useFailure();
  const shown = useLast(test);
  useEffect(() => {
    give("scanners/test", { on: true });
    return () => give("scanners/test", { on: false });
  }, [give]);
  const leftMs = useLeft(test?.endsInMs ?? null, atMs);
  const ended = test === null && shown !== null;
  const again = (): void => give("scanners/test", { on: true });
  useStrokes(({ code }) => {
    if (code === KEYS.back) onBack();
    else if (code === KEYS.again && ended) again();
    else return false;
    return true;
  });
  return (
    <div className={styles["screen"]}>
      <h1 className={styles["title"]}>{say("scanTest.title")}</h1>
      <Press className={styles["back"]} look="quiet" code={KEYS.back} onPress={onBack}>
        {say("sheet.back")}
      </Press>
      <div className={styles["running"]}>
        <p role="status">
          {ended ? say("scanTest.ended") : leftMs === null ? "" : say("scanTest.running", { clock: clockText(leftMs) })}
        </p>
        {ended ? (
          <Press code={KEYS.again} onPress={again}>
            {say("scanTest.begin")}
          </Press>
        ) : null}
        {failure === null ? null : <Trouble words={say(`failure.${failure}`)} />}
      </div>
      <Recording disabled={test === null} />
      <Readings readings={shown?.readings ?? []} />
      <RawLines lines={shown?.lines ?? []} />
    </div>
  );
}

/** What was seen stays in sight when the test is over. */
function useLast(test: ScanTest | null): ScanTest | null {
  const [last, setLast] = useState(test);
  if (test !== null && test !== last) setLast(test);
  return test ?? last;
}

function Readings({ readings }: { readonly readings: readonly ScanReading[] }) {
  const say = useSay();
  return (
    <section className={styles["readings"]} aria-live="polite">
      <h2>{say("scanTest.what")}</h2>
      {readings.length === 0 ? <p className={styles["soft"]}>{say("scanTest.waiting")}</p> : null}
      <ol>
        {readings.toReversed().map((reading) => (
          <li key={reading.number}>
            <Reading reading={reading} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Reading({ reading }: { readonly reading: ScanReading }) {
  const say = useSay();
  const { finding, aim, symbology, length, end, text, kind, name } = reading;
  const symbol = symbology ?? aim ?? say("scanTest.noSymbol");
  const facts = [
    aim === null || symbology === null ? symbol : `${symbology} ${aim}`,
    say("scanTest.length", { count: length }),
    ...(end === null ? [] : [say(`scanEnd.${end}`)]),
  ];
  return (
    <>
      <strong>{say(`scanFinding.${finding}`)}</strong>
      {text === "" ? null : <span className={styles["text"]}>{text}</span>}
      <span className={styles["soft"]}>{facts.join(" · ")}</span>
      <span className={styles["soft"]}>
        {kind === "keyboard" || kind === "pretend" ? say(`scannerKind.${kind}`) : name}
      </span>
    </>
  );
}

type Saved = { readonly kind: "saved"; readonly file: string } | { readonly kind: "not"; readonly words: string };

function Recording({ disabled }: { readonly disabled: boolean }) {
  const say = useSay();
  const store = useStore();
  const [saved, setSaved] = useState<Saved | null>(null);
  const record = (): void => {
    store.ask("scanners/record", {}).then(
      ({ file }) => setSaved(file === null ? { kind: "not", words: say("scanTest.nothing") } : { kind: "saved", file }),
      (error: unknown) => setSaved({ kind: "not", words: say(`failure.${failureCodeOf(error)}`) }),
    );
  };
  useStrokes(({ code }) => {
    if (code !== KEYS.record || disabled) return false;
    record();
    return true;
  });
  return (
    <div className={styles["recording"]}>
      <Press code={KEYS.record} disabled={disabled} onPress={record}>
        {say("scanTest.record")}
      </Press>
      {saved?.kind === "saved" ? (
        <p role="status">
          <strong>{say("scanTest.saved", { file: saved.file })}</strong>{" "}
          <span className={styles["soft"]}>{say("scanTest.savedMore")}</span>
        </p>
      ) : null}
      {saved?.kind === "not" ? <Trouble words={saved.words} /> : null}
    </div>
  );
}
