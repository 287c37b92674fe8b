// A line for the customer: in the one language that is set, else in both at once, one under the other,
// so that nobody has to wait for a turn.
import type { Language, MethodId } from "#contract/words.ts";
import { InLanguage, useSay, type Say } from "#renderer/shared/language.tsx";
import styles from "./customer-face.module.css";

type BothProps = { readonly languages: readonly Language[]; readonly words: (say: Say) => string };

export function Both({ languages, words }: BothProps) {
  return languages.map((language, index) => (
    <InLanguage key={language} language={language}>
      <span lang={language} className={index === 0 ? styles["first"] : styles["second"]}>
        <Words words={words} />
      </span>
    </InLanguage>
  ));
}

function Words({ words }: { readonly words: (say: Say) => string }) {
  return words(useSay());
}

/** How to begin, by wallet: Alipay+ is a sign on many wallets, not an app of its own. */
export function scanWords(method: MethodId): (say: Say) => string {
  if (method === "alipayplus_mpm") return (say) => say("face.scanOpenAlipayPlus");
  return (say) => say("face.scanOpen", { wallet: say(`method.${method}`) });
}
