import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { FirstMessages, Messages } from "./en/index.ts";
import { chosenLanguage, type Language, preferredLanguage } from "./languages.ts";

/** Each language is a chunk of its own: nobody loads the words of another. */
const LOAD: Readonly<Record<Language, () => Promise<FirstMessages>>> = {
  en: async () => (await import("./en/index.ts")).en,
  ko: async () => (await import("./ko/index.ts")).ko,
};

/** Words of pages that not everybody opens. */
const PARTS = {
  account: {
    en: async () => (await import("./en/account-words.ts")).accountWords,
    ko: async () => (await import("./ko/account-words.ts")).accountWords,
  },
  admin: {
    en: async () => (await import("./en/admin-words.ts")).adminWords,
    ko: async () => (await import("./ko/admin-words.ts")).adminWords,
  },
  drift: {
    en: async () => (await import("./en/drift-words.ts")).driftWords,
    ko: async () => (await import("./ko/drift-words.ts")).driftWords,
  },
  machine: {
    en: async () => (await import("./en/machine-words.ts")).machineWords,
    ko: async () => (await import("./ko/machine-words.ts")).machineWords,
  },
  remote: {
    en: async () => (await import("./en/remote-words.ts")).remoteWords,
    ko: async () => (await import("./ko/remote-words.ts")).remoteWords,
  },
  problems: {
    en: async () => (await import("./en/problem-words.ts")).problemWords,
    ko: async () => (await import("./ko/problem-words.ts")).problemWords,
  },
  session: {
    en: async () => (await import("./en/session-words.ts")).sessionWords,
    ko: async () => (await import("./ko/session-words.ts")).sessionWords,
  },
  wizard: {
    en: async () => (await import("./en/wizard-words.ts")).wizardWords,
    ko: async () => (await import("./ko/wizard-words.ts")).wizardWords,
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, () => Promise<Partial<Messages>>>>>>;
type Part = keyof typeof PARTS;
const added = new Set<Part>();

/** Loads the words of one part of the page, in every language that is spoken from now on. */
export async function addWords(part: Part): Promise<void> {
  added.add(part);
  await addPart(part, i18next.language === "ko" ? "ko" : "en");
}

async function addPart(part: Part, language: Language): Promise<void> {
  i18next.addResourceBundle(language, "translation", await PARTS[part][language](), true, true);
}

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
  await Promise.all([...added].map((part) => addPart(part, language)));
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
