// Scanners in the set-up: what there is, what helps, which are used and how, and the way to a test.
import { useState } from "react";
import type { ScannerView, SetUpView } from "#contract/views.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { Trouble } from "#renderer/shared/components/trouble.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import { useStrokes } from "#renderer/shared/keys-heard.tsx";
import { useFailure, type Give } from "#renderer/shared/till.tsx";
import { ScannerSwitches } from "./scanner-switches.tsx";
import { ScannerEntry } from "./scanners.tsx";
import styles from "./scanner-screen.module.css";
import { SerialForm } from "./serial-form.tsx";
import { TestScan } from "./test-scan.tsx";

const KEYS = { test: "KeyT", add: "Insert", back: "Escape" } as const;
type Open = { readonly kind: "test" } | { readonly kind: "serial"; readonly path: string | null };

type ScannerScreenProps = { readonly view: SetUpView; readonly atMs: number; readonly onBack: () => void };

export function ScannerScreen({ view, atMs, onBack }: ScannerScreenProps) {
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  if (open?.kind === "test") return <TestScan test={view.scanTest} atMs={atMs} onBack={close} />;
  const { serial } = view.scannerSettings;
  return (
    <>
      <Chosen view={view} onOpen={setOpen} onBack={onBack} />
      {open === null ? null : (
        <SerialForm
          before={serial.find(({ path }) => path === open.path) ?? null}
          taken={serial.map(({ path }) => path)}
          onClose={close}
        />
      )}
    </>
  );
}

type ChosenProps = {
  readonly view: SetUpView;
  readonly onOpen: (open: Open) => void;
  readonly onBack: () => void;
};

function Chosen({ view, onOpen, onBack }: ChosenProps) {
  const say = useSay();
  const { give, failure } = useFailure();
  const test = (): void => onOpen({ kind: "test" });
  const add = (): void => onOpen({ kind: "serial", path: null });
  useStrokes(({ code }) => {
    const act = { [KEYS.test]: test, [KEYS.add]: add, [KEYS.back]: onBack }[code];
    act?.();
    return act !== undefined;
  });
  return (
    <div className={styles["screen"]}>
      <h1 className={styles["title"]}>{say("scanners.title")}</h1>
      <Press className={styles["back"]} look="quiet" code={KEYS.back} onPress={onBack}>
        {say("sheet.back")}
      </Press>
      <section className={styles["list"]}>
        {failure === null ? null : <Trouble words={say(`failure.${failure}`)} />}
        <ul>
          {view.scanners.map((scanner) => (
            <li key={scanner.id}>
              <ScannerEntry scanner={scanner}>
                <SerialButtons scanner={scanner} view={view} onOpen={onOpen} give={give} />
              </ScannerEntry>
            </li>
          ))}
        </ul>
        {view.udevRules === null ? null : <Install file={view.udevRules} />}
        <Press code={KEYS.add} onPress={add}>
          {say("scanners.add")}
        </Press>
      </section>
      <section className={styles["side"]}>
        <div className={styles["test"]}>
          <Press look="main" code={KEYS.test} onPress={test}>
            {say("scanners.test")}
          </Press>
          <p className={styles["soft"]}>{say("scanners.testMore")}</p>
        </div>
        <ScannerSwitches settings={view.scannerSettings} give={give} />
      </section>
    </div>
  );
}

/** Not run by the till: it would need to be the administrator. */
function Install({ file }: { readonly file: string }) {
  const say = useSay();
  return (
    <p className={styles["install"]}>
      {say("scanners.install")}
      <code>{`sudo install -m 644 '${file}' /etc/udev/rules.d/ && sudo udevadm control --reload && sudo udevadm trigger`}</code>
    </p>
  );
}

type SerialButtonsProps = {
  readonly scanner: ScannerView;
  readonly view: SetUpView;
  readonly onOpen: (open: Open) => void;
  readonly give: Give;
};

/** Removed with the second press; leaving the button takes the first one back. */
function SerialButtons({ scanner, view, onOpen, give }: SerialButtonsProps) {
  const say = useSay();
  const [asked, setAsked] = useState(false);
  const place = view.scannerSettings.serial.find(({ path }) => scanner.id === `serial:${path}`.slice(0, 200));
  if (place === undefined) return null;
  const { path } = place;
  const remove = (): void => {
    if (asked) give("scanners/remove-serial", { path });
    setAsked(!asked);
  };
  return (
    <div className={styles["buttons"]} onPointerLeave={() => setAsked(false)} onBlur={() => setAsked(false)}>
      <Press label={`${say("scanners.change")}: ${path}`} onPress={() => onOpen({ kind: "serial", path })}>
        {say("scanners.change")}
      </Press>
      <Press
        look={asked ? "main" : "plain"}
        label={`${say(asked ? "scanners.removeAgain" : "scanners.remove")}: ${path}`}
        onPress={remove}
      >
        {say(asked ? "scanners.removeAgain" : "scanners.remove")}
      </Press>
    </div>
  );
}
