// What of the scanners is on, and the pause that tells typing from scanning. Each press is applied at once.
import { KEY_GAP_MS, type ScannerSettings } from "#contract/scanners.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { useSay } from "#renderer/shared/language.tsx";
import type { Give } from "#renderer/shared/till.tsx";
import styles from "./scanner-screen.module.css";
import { Stepper } from "./stepper.tsx";

type SwitchesProps = { readonly settings: ScannerSettings; readonly give: Give };

export function ScannerSwitches({ settings, give }: SwitchesProps) {
  const say = useSay();
  const { hid, honeywellRedirect, keyGapMs } = settings;
  return (
    <>
      <OnOff name={say("scanners.hid")} on={hid} onChange={(on) => give("scanners/set", { hid: on })} />
      <OnOff
        name={say("scanners.redirect")}
        more={say("scanners.redirectMore")}
        on={honeywellRedirect}
        disabled={!hid}
        onChange={(on) => give("scanners/set", { honeywellRedirect: on })}
      />
      <div>
        <Stepper
          name={say("scanners.keyGap")}
          value={keyGapMs}
          step={5}
          least={KEY_GAP_MS.least}
          most={KEY_GAP_MS.most}
          onChange={(next) => give("scanners/set", { keyGapMs: next })}
        />
        <p className={styles["soft"]}>{say("scanners.keyGapMore")}</p>
      </div>
    </>
  );
}

type OnOffProps = {
  readonly name: string;
  readonly more?: string;
  readonly on: boolean;
  readonly disabled?: boolean;
  readonly onChange: (on: boolean) => void;
};

function OnOff({ name, more, on, disabled = false, onChange }: OnOffProps) {
  const say = useSay();
  const choice = (value: boolean) => (
    <Press pressed={on === value} disabled={disabled} onPress={() => onChange(value)}>
      {say(value ? "scanners.on" : "scanners.off")}
    </Press>
  );
  return (
    <div>
      <h2>{name}</h2>
      <div className={styles["choices"]} role="group" aria-label={name}>
        {choice(true)}
        {choice(false)}
      </div>
      {more === undefined ? null : <p className={styles["soft"]}>{more}</p>}
    </div>
  );
}
