// The language of a part of the page: the customer's screen, its miniature and the cashier's page may differ.
import { createContext, useContext, type ReactNode } from "react";
import { I18nextProvider, useTranslation } from "react-i18next";
import type { Language } from "#contract/words.ts";
import type { Say, Texts } from "#texts/texts.ts";

export type { Say } from "#texts/texts.ts";

const LanguageContext = createContext<Language>("en");

export function TextsProvider({ texts, children }: { readonly texts: Texts; readonly children: ReactNode }) {
  return <I18nextProvider i18n={texts}>{children}</I18nextProvider>;
}

/** Everything inside speaks this language and says so to the browser, which breaks Thai lines by it. */
export function InLanguage({ language, children }: { readonly language: Language; readonly children: ReactNode }) {
  return <LanguageContext.Provider value={language}>{children}</LanguageContext.Provider>;
}

export function useLanguage(): Language {
  return useContext(LanguageContext);
}

/** @param language another than the one around */
export function useSay(language?: Language): Say {
  const around = useContext(LanguageContext);
  return useTranslation(undefined, { lng: language ?? around, useSuspense: false }).t;
}
