import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Messages } from "./en/index.ts";
import { chosenLanguage, type Language, preferredLanguage } from "./languages.ts";

/** Each language is a chunk of its own: nobody loads the words of another. */
const LOAD: Readonly<Record<Language, () => Promise<Messages>>> = {
  en: async () => (await import("./en/index.ts")).en,
  ko: async () => (await import("./ko/index.ts")).ko,
};

/** Loads the words of the preferred language. */
export async function startLanguage(): Promise<void> {
  const language = preferredLanguage(navigator.languages, chosenLanguage());
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: await LOAD[language]() } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
}

export async function speak(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, "translation")) {
    i18next.addResourceBundle(language, "translation", await LOAD[language]());
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
