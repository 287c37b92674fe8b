// A word about something that was not done, with its shape; read out at once.
import { Shape } from "./shape.tsx";
import styles from "./trouble.module.css";

export function Trouble({ words }: { readonly words: string }) {
  return (
    <p className={styles["trouble"]} role="alert">
      <Shape of="alarm" />
      <span>{words}</span>
    </p>
  );
}
