// What the customer's screen can be told to speak, by the same words at the counter and in the set-up.
import type { Country, Language } from "#contract/words.ts";
import type { Say } from "./language.tsx";

/** null: both together, which only Thailand's customers read of what we have; elsewhere there is nothing to put together. */
export function customerLanguages(country: Country): readonly (Language | null)[] {
  return country === "TH" ? ["th", "en", null] : ["en", "th"];
}

export function customerLanguageName(language: Language | null, say: Say): string {
  return language === null ? `${say("languageName.th")} + ${say("languageName.en")}` : say(`languageName.${language}`);
}
