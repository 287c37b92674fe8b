// How a serial line is set beyond its speed: framing, flow control, what ends a code.
import type { SerialChoice } from "#contract/scanners.ts";
import { useSay } from "#renderer/shared/language.tsx";
import { Choice } from "./choice.tsx";
import { QUIET_MS, SERIAL_SUFFIXES } from "./serial-draft.ts";
import styles from "./serial-form.module.css";
import { Stepper } from "./stepper.tsx";

type LineSettingsProps = {
  readonly draft: SerialChoice;
  readonly onChange: (part: Partial<SerialChoice>) => void;
};

export function LineSettings({ draft, onChange }: LineSettingsProps) {
  const say = useSay();
  return (
    <div className={styles["line"]}>
      <Choice
        name={say("serialForm.suffix")}
        choices={SERIAL_SUFFIXES}
        chosen={draft.suffix}
        words={(suffix) => say(`serialSuffix.${suffix}`)}
        onChoose={(suffix) => onChange({ suffix })}
      />
      <Stepper
        name={say("serialForm.quiet")}
        value={draft.quietMs}
        step={QUIET_MS.step}
        least={QUIET_MS.least}
        most={QUIET_MS.most}
        onChange={(quietMs) => onChange({ quietMs })}
      />
      <Choice
        name={say("serialForm.parity")}
        choices={["none", "even", "odd"] as const}
        chosen={draft.parity}
        words={(parity) => say(`serialForm.${parity}`)}
        onChoose={(parity) => onChange({ parity })}
      />
      <div className={styles["pair"]}>
        <Choice
          name={say("serialForm.dataBits")}
          choices={[7, 8] as const}
          chosen={draft.dataBits}
          words={String}
          onChoose={(dataBits) => onChange({ dataBits })}
        />
        <Choice
          name={say("serialForm.stopBits")}
          choices={[1, 2] as const}
          chosen={draft.stopBits}
          words={String}
          onChoose={(stopBits) => onChange({ stopBits })}
        />
        <Choice
          name={say("serialForm.flow")}
          choices={[false, true]}
          chosen={draft.rtscts}
          words={(on) => say(on ? "scanners.on" : "scanners.off")}
          onChoose={(rtscts) => onChange({ rtscts })}
        />
      </div>
    </div>
  );
}
