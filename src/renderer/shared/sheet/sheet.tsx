// A slip laid over the page for one question. While it lies there nothing beneath it hears a key or a touch, no button of it has
// the focus by itself, Esc takes it away, and a scan that comes in is thrown away and said.
import { useLayoutEffect, useRef, useState, type ReactNode } from "react";
import { moneyText } from "#contract/money.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { Slip } from "#renderer/shared/components/slip.tsx";
import { Trouble } from "#renderer/shared/components/trouble.tsx";
import { KeyboardLayer, useScans, useStrokes } from "#renderer/shared/keys-heard.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import { useReceived } from "#renderer/shared/till.tsx";
import styles from "./sheet.module.css";

type SheetProps = {
  readonly title: string;
  /** Printed on the shop's half, each on a line of its own. */
  readonly stub?: readonly string[];
  /** Words of the button and of Esc; "Back" unless told. */
  readonly backWords?: string | undefined;
  readonly onBack: () => void;
  readonly children: ReactNode;
};

export function Sheet({ title, stub = [], backWords, onBack, children }: SheetProps) {
  const say = useSay();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // The browser would give it to the first button, and the next Enter would press that.
    shown?.focus();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles["sheet"]}
      tabIndex={-1}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onBack();
      }}
    >
      <KeyboardLayer>
        <Keys onBack={onBack} />
        <Slip torn={false} className={styles["slip"]} stub={<Stub lines={stub} />}>
          <div className={styles["part"]}>
            <h2 className={styles["title"]}>{title}</h2>
            <ScanIgnored />
            {children}
            <Press className={styles["back"]} look="quiet" code="Escape" onPress={onBack}>
              {backWords ?? say("sheet.back")}
            </Press>
          </div>
        </Slip>
      </KeyboardLayer>
    </dialog>
  );
}

/** Drawn first, so that everything on the sheet is asked before it. */
function Keys({ onBack }: { readonly onBack: () => void }) {
  useStrokes(({ code }) => {
    if (code === "Escape") onBack();
    return true;
  });
  return null;
}

/** Of a scanner that types here the scan goes nowhere; of any other the till has judged it and said its word. */
function ScanIgnored() {
  const say = useSay();
  const [ignored, setIgnored] = useState(false);
  useScans(() => setIgnored(true));
  const view = useReceived("cashier")?.view ?? null;
  const { notice = null, counter = null } = view ?? {};
  const [atOpening] = useState({ noticeId: notice?.id, attemptId: counter?.attemptId ?? null });
  const byScan = counter !== null && counter.codeLastFour !== null && !counter.may.next;
  // A scanner that does not type here may have begun to pay the sale beneath.
  if (byScan && counter.attemptId !== atOpening.attemptId)
    return <Trouble words={say("scanBegan", { amount: moneyText(counter.money) })} />;
  if (notice !== null && notice.id !== atOpening.noticeId) return <Trouble words={say(`notice.${notice.words}`)} />;
  return ignored ? <Trouble words={say("sheet.scanIgnored")} /> : null;
}

function Stub({ lines }: { readonly lines: readonly string[] }) {
  return (
    <div className={styles["stub"]}>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}
