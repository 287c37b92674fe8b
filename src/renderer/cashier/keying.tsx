// Everything for typing an amount by touch, with the reference beside it, and what can be done with the sale that gives way.
import type { CashierView } from "#contract/views.ts";
import { Caret } from "#renderer/shared/components/caret.tsx";
import { Press } from "#renderer/shared/components/press.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import type { Give } from "#renderer/shared/till.tsx";
import { Ended } from "./ended.tsx";
import { KEYS } from "./keys.ts";
import styles from "./keying.module.css";
import type { OpenSheet } from "./sheets.tsx";
import type { EntryControl } from "./use-entry.ts";

type KeyingProps = {
  readonly view: CashierView;
  readonly control: EntryControl;
  readonly give: Give;
  readonly onSheet: (sheet: OpenSheet) => void;
};

const DIGITS = ["7", "8", "9", "4", "5", "6", "1", "2", "3", "0", "00", "."] as const;

export function Keying({ view, control, give, onSheet }: KeyingProps) {
  const say = useSay();
  const blocked = view.noSale !== null;
  return (
    <div className={styles["keying"]}>
      <div className={styles["pad"]}>
        {DIGITS.map((digits) => (
          <Press
            key={digits}
            className={styles["digit"]}
            disabled={blocked}
            onPress={() => digits.split("").forEach(control.type)}
          >
            {digits}
          </Press>
        ))}
        <Press
          className={styles["delete"]}
          disabled={blocked}
          label={say("action.delete")}
          onPress={control.deleteLast}
        >
          <svg className={styles["deleteShape"]} viewBox="0 0 32 24" aria-hidden="true">
            <path d="M10 4h18v16H10L2 12zM15 9l6 6M21 9l-6 6" />
          </svg>
        </Press>
        <Press className={styles["clear"]} disabled={blocked} code={KEYS.cancel} onPress={control.clear}>
          {say("action.clear")}
        </Press>
        <Press
          className={styles["enter"]}
          look="main"
          disabled={blocked}
          onPress={() => control.enter(performance.now())}
        >
          {say("action.enter")}
        </Press>
      </div>
      <div className={styles["beside"]}>
        {view.counter !== null && !control.begun ? (
          <Ended sale={view.counter} give={give} onSheet={onSheet} />
        ) : (
          <Reference control={control} disabled={blocked} />
        )}
      </div>
    </div>
  );
}

function Reference({ control, disabled }: { readonly control: EntryControl; readonly disabled: boolean }) {
  const say = useSay();
  const { entry } = control;
  const open = entry.field === "reference";
  return (
    <Press
      className={styles["reference"]}
      code={KEYS.reference}
      pressed={open}
      disabled={disabled}
      onPress={() => control.toField(open ? "amount" : "reference")}
    >
      <span className={styles["field"]}>
        <span className={styles["fieldName"]}>
          {say(open || entry.reference !== "" ? "sale.reference" : "sale.addReference")}
        </span>
        <span className={styles["fieldText"]}>
          {entry.reference}
          {open ? <Caret /> : null}
        </span>
      </span>
    </Press>
  );
}
