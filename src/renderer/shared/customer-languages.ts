// What the customer's screen can be told to speak, by the same words at the counter and in the set-up.
import type { Language } from "#contract/words.ts";
import type { Say } from "./language.tsx";

/** null: as the country's customers read. */
export const CUSTOMER_LANGUAGES: readonly (Language | null)[] = ["th", "en", null];

export function customerLanguageName(language: Language | null, say: Say): string {
  return language === null ? `${say("languageName.th")} + ${say("languageName.en")}` : say(`languageName.${language}`);
}
