import { useTranslation } from "react-i18next";
import { sayCloud } from "./say-cloud.ts";

/** What the service says of clouds in English, in the reader's language where it is known. */
export function useCloudWords() {
  const { t, i18n } = useTranslation();
  const english = i18n.language === "en";
  const steps: Readonly<Record<string, string>> = t("clouds.steps", { returnObjects: true });
  const sentences = i18n.getResource(i18n.language, "translation", "clouds.said") as Readonly<Record<string, string>>;
  return {
    step: (name: string): string => steps[name] ?? name,
    said: (text: string): string => (english ? text : sayCloud(text, sentences)),
    when: (moment: string): string => new Date(moment).toLocaleString(i18n.language),
  };
}
