/** What the page speaks; the first is taken when the browser asks for none of them. */
export const LANGUAGES = [
  { code: "en", name: "English" },
  { code: "ko", name: "한국어" },
] as const;

export type Language = (typeof LANGUAGES)[number]["code"];

const KEPT_AS = "twinstack.language";

export function isLanguage(text: string | null | undefined): text is Language {
  return LANGUAGES.some(({ code }) => code === text);
}

/** What was chosen here, else the first of the browser's languages that we speak. */
export function preferredLanguage(wanted: readonly string[], chosen: string | null): Language {
  if (isLanguage(chosen)) return chosen;
  return wanted.map((tag) => tag.toLowerCase().split("-")[0]).find(isLanguage) ?? LANGUAGES[0].code;
}

export function chosenLanguage(): string | null {
  return globalThis.localStorage?.getItem(KEPT_AS) ?? null;
}

export function keepLanguage(language: Language): void {
  globalThis.localStorage?.setItem(KEPT_AS, language);
}
