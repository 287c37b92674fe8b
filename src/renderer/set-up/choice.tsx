// One of several, as a row of buttons of which one is pressed.
import { Press } from "#renderer/shared/components/press.tsx";
import styles from "./serial-form.module.css";

type ChoiceProps<Value extends string | number | boolean> = {
  readonly name: string;
  readonly choices: readonly Value[];
  readonly chosen: Value;
  readonly words: (value: Value) => string;
  readonly onChoose: (value: Value) => void;
};

export function Choice<Value extends string | number | boolean>({
  name,
  choices,
  chosen,
  words,
  onChoose,
}: ChoiceProps<Value>) {
  return (
    <div role="group" aria-label={name}>
      <h3>{name}</h3>
      <div className={styles["choices"]}>
        {choices.map((value) => (
          <Press key={String(value)} pressed={value === chosen} onPress={() => onChoose(value)}>
            {words(value)}
          </Press>
        ))}
      </div>
    </div>
  );
}
