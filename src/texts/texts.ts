// The door to every text that people read. Typed by the English catalogue: an unknown key or a missing placeholder does not compile.
import { createInstance, type i18n, type TFunction } from "i18next";
import type { Language } from "#contract/words.ts";
import { en } from "./en.ts";
import { th } from "./th.ts";

declare module "i18next" {
  // i18next is told of its resources by merging into this very interface.
  interface CustomTypeOptions {
    resources: { translation: typeof en };
    strictKeyChecks: true;
  }
}

export type Texts = i18n;
/** Says a text in one language: `say("action.cancel")`. */
export type Say = TFunction;

const catalogues = { en: { translation: en }, th: { translation: th } } satisfies Record<Language, unknown>;

/** All catalogues, ready at once; nothing is loaded later. */
export function openTexts(language: Language): Texts {
  const texts = createInstance();
  void texts.init({
    lng: language,
    fallbackLng: false,
    resources: catalogues,
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  return texts;
}
