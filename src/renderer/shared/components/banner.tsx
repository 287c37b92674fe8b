// Says on every screen that this is not real money. Live mode has no banner.
import type { Mode } from "#contract/words.ts";
import { useSay } from "#renderer/shared/language.tsx";
import styles from "./banner.module.css";

export function ModeBanner({ mode, className = "" }: { readonly mode: Mode; readonly className?: string | undefined }) {
  const say = useSay();
  if (mode === "live") return null;
  return (
    <p className={`${styles["banner"]} ${styles[mode]} ${className}`} role="note">
      <span>{say(`banner.${mode}`)}</span>
    </p>
  );
}
