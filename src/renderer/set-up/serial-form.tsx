// Choosing a serial scanner on a sheet: a port of the system's list or a path by hand, and how its line is set.
import { useState } from "react";
import type { SerialChoice, SerialPlace } from "#contract/scanners.ts";
import { useBox, type Box } from "#renderer/shared/box.ts";
import { Caret } from "#renderer/shared/components/caret.tsx";
import { Press } from "#renderer/shared/components/press.tsx";
import { Trouble } from "#renderer/shared/components/trouble.tsx";
import { isEnter } from "#renderer/shared/is-enter.ts";
import { textOf } from "#renderer/shared/keyboard.ts";
import { useSay } from "#renderer/shared/language.tsx";
import { useStrokes } from "#renderer/shared/keys-heard.tsx";
import { Sheet } from "#renderer/shared/sheet/sheet.tsx";
import { failureCodeOf, useStore } from "#renderer/shared/till.tsx";
import { deleted, draftOf, ratesWith, typed } from "./serial-draft.ts";
import { LineSettings } from "./serial-line.tsx";
import { Choice } from "./choice.tsx";
import { Ports } from "./serial-ports.tsx";
import styles from "./serial-form.module.css";

type SerialFormProps = {
  /** What is changed; null for a new one. */
  readonly before: SerialPlace | null;
  /** Paths of all serial scanners of the till. */
  readonly taken: readonly string[];
  readonly onClose: () => void;
};

export function SerialForm({ before, taken, onClose }: SerialFormProps) {
  const say = useSay();
  const [box, draft] = useBox(draftOf(before));
  const [all, setAll] = useState(false);
  const { trouble, save } = useSave(box, before?.path ?? null, onClose);
  const others = taken.filter((path) => path !== before?.path);
  const change = (part: Partial<SerialChoice>): void => box.set((now) => ({ ...now, ...part }));
  return (
    <Sheet title={say(before === null ? "serialForm.addTitle" : "serialForm.changeTitle")} onBack={onClose}>
      <Keys box={box} onSave={save} />
      {trouble === null ? null : <Trouble words={trouble} />}
      <div className={styles["form"]}>
        {all ? (
          <LineSettings draft={draft} onChange={change} />
        ) : (
          <Ports chosen={draft.path} taken={others} onChoose={(path) => change({ path })} />
        )}
        <div className={styles["right"]}>
          <div>
            <h3>{say("serialForm.path")}</h3>
            <p className={styles["path"]} data-field="path">
              {draft.path}
              <Caret />
            </p>
            <p className={styles["soft"]}>{say("serialForm.pathHint")}</p>
          </div>
          <Choice
            name={say("serialForm.rate")}
            choices={all ? ratesWith(draft.baudRate) : [...new Set([9600, 115_200, draft.baudRate])]}
            chosen={draft.baudRate}
            words={String}
            onChoose={(baudRate) => change({ baudRate })}
          />
          <div className={styles["end"]}>
            <Press pressed={all} onPress={() => setAll(!all)}>
              {say("serialForm.all")}
            </Press>
            <Press look="main" code="Enter" onPress={save}>
              {say("serialForm.save")}
            </Press>
          </div>
          {all ? null : <p className={styles["soft"]}>{say("serialForm.fine")}</p>}
        </div>
      </div>
    </Sheet>
  );
}

/** What is typed is the path; there is no other field. */
function Keys({ box, onSave }: { readonly box: Box<SerialChoice>; readonly onSave: () => void }) {
  useStrokes((stroke) => {
    const text = textOf(stroke);
    if (isEnter(stroke.code)) onSave();
    else if (stroke.code === "Backspace") box.set(deleted);
    else if (text !== null) box.set((now) => typed(now, text));
    else return false;
    return true;
  });
  return null;
}

function useSave(box: Box<SerialChoice>, before: string | null, onClose: () => void) {
  const say = useSay();
  const store = useStore();
  const [trouble, setTrouble] = useState<string | null>(null);
  const save = (): void => {
    const place = box.now();
    if (place.path === "") return setTrouble(say("serialForm.noPath"));
    store.ask("scanners/put-serial", { before, place }).then(
      ({ result }) => (result === "saved" ? onClose() : setTrouble(say(`serialRefused.${result}`))),
      (error: unknown) => setTrouble(say(`failure.${failureCodeOf(error)}`)),
    );
  };
  return { trouble, save };
}
