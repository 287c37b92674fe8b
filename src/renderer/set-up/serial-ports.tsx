// The serial ports that the system lists, to choose one of. Where it cannot list them, the path is typed.
import { useCallback, useEffect, useState } from "react";
import type { OutputOf } from "#contract/commands.ts";
import type { SerialPortView } from "#contract/scanners.ts";
import { Press } from "#renderer/shared/components/press.tsx";
import { useSay, type Say } from "#renderer/shared/language.tsx";
import { useStore } from "#renderer/shared/till.tsx";
import styles from "./serial-form.module.css";

type PortsProps = {
  readonly chosen: string;
  /** Paths of other scanners of this till. */
  readonly taken: readonly string[];
  readonly onChoose: (path: string) => void;
};

type Listed = OutputOf<"scanners/ports"> | "looking";
const NOT_LISTED = { listed: false, ports: [] };

export function Ports({ chosen, taken, onChoose }: PortsProps) {
  const say = useSay();
  const [listed, look] = useListed();
  return (
    <div className={styles["ports"]}>
      <h3>{say("serialForm.port")}</h3>
      <p className={styles["soft"]} role="status">
        {lookedWords(listed, say)}
      </p>
      <ul>
        {(listed === "looking" ? [] : listed.ports).map((port) => (
          <li key={port.path}>
            <Port
              port={port}
              chosen={port.path === chosen}
              taken={taken.includes(port.path)}
              onChoose={() => onChoose(port.path)}
            />
          </li>
        ))}
      </ul>
      <Press look="quiet" disabled={listed === "looking"} onPress={look}>
        {say("serialForm.again")}
      </Press>
    </div>
  );
}

function useListed(): readonly [Listed, () => void] {
  const store = useStore();
  const [listed, setListed] = useState<Listed>("looking");
  const ask = useCallback((): void => {
    store.ask("scanners/ports", {}).then(setListed, () => setListed(NOT_LISTED));
  }, [store]);
  useEffect(ask, [ask]);
  const look = (): void => {
    setListed("looking");
    ask();
  };
  return [listed, look];
}

function lookedWords(listed: Listed, say: Say): string {
  if (listed === "looking") return say("serialForm.listing");
  if (!listed.listed) return say("serialForm.notListed");
  return listed.ports.length === 0 ? say("serialForm.noPorts") : "";
}

type PortProps = {
  readonly port: SerialPortView;
  readonly chosen: boolean;
  readonly taken: boolean;
  readonly onChoose: () => void;
};

function Port({ port, chosen, taken, onChoose }: PortProps) {
  const say = useSay();
  const { path, name, usb } = port;
  const about = [name, usb ? "USB" : say("serialForm.builtIn"), ...(taken ? [say("serialForm.inList")] : [])];
  return (
    <Press className={styles["port"]} pressed={chosen} disabled={taken} onPress={onChoose}>
      <span className={styles["portText"]}>
        <span>{path}</span>
        <span className={styles["soft"]}>{about.filter((part) => part !== "").join(" · ")}</span>
      </span>
    </Press>
  );
}
