// What arrived, line by line: the characters, and the bytes in hex. A report's padding is drawn short.
import type { HeardLine } from "#contract/scan-test.ts";
import { useSay } from "#renderer/shared/language.tsx";
import styles from "./test-scan.module.css";

export function RawLines({ lines }: { readonly lines: readonly HeardLine[] }) {
  const say = useSay();
  return (
    <section className={styles["lines"]}>
      <h2>{say("scanTest.raw")}</h2>
      <p className={styles["soft"]}>{lines.length === 0 ? say("scanTest.rawNone") : say("scanTest.hidden")}</p>
      <ol>
        {lines.toReversed().map((line) => (
          <li key={line.number}>
            <span className={styles["soft"]}>
              {`${(line.atMs / 1000).toFixed(2)} s · ${say(`scannerKind.${line.kind}`)} · ${say("scanTest.bytes", { count: line.byteCount })}`}
            </span>
            <span className={styles["text"]}>
              <Characters text={line.text.replaceAll(/\u{2400}{4,}/gu, "\u{2400}…")} />
            </span>
            <span className={styles["hex"]}>{line.hex.replaceAll(/(?: 00){4,}/g, " 00 …")}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** ASCII's names of its control characters, from NUL on; 33 is DEL's picture. */
const CONTROLS =
  "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US SP DEL".split(
    " ",
  );

/** Control characters come as Unicode's pictures of them, which the face does not have. */
function Characters({ text }: { readonly text: string }) {
  return text.split(/([\u{2400}-\u{2421}])/u).map((part, at) => {
    const code = (part.codePointAt(0) ?? 0) - 0x2400;
    if (part.length !== 1 || code < 0 || code >= CONTROLS.length) return part;
    return (
      <span key={at} className={styles["control"]}>
        {CONTROLS[code]}
      </span>
    );
  });
}
