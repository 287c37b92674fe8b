// Says on every screen that this is not real money. Live mode has no banner.
import type { Language, Mode } from "#contract/words.ts";
import { useSay } from "#renderer/shared/language.tsx";
import { classes } from "./classes.ts";
import styles from "./banner.module.css";

type BannerProps = {
  readonly mode: Mode;
  readonly languages: readonly Language[];
  readonly className?: string | undefined;
};

export function ModeBanner({ mode, languages, className }: BannerProps) {
  if (mode === "live") return null;
  return (
    <p className={classes(styles["banner"], styles[mode], className)} role="note">
      <span className={styles["words"]}>
        {languages.map((language) => (
          <Words key={language} mode={mode} language={language} />
        ))}
      </span>
    </p>
  );
}

function Words({ mode, language }: { readonly mode: Exclude<Mode, "live">; readonly language: Language }) {
  const say = useSay(language);
  return <span lang={language}>{say(`banner.${mode}`)}</span>;
}
