import { useTranslation } from "react-i18next";

/** Writes a moment as the reader's language does. */
export function useWhen(): (moment: string) => string {
  const { i18n } = useTranslation();
  return (moment) => new Date(moment).toLocaleString(i18n.language);
}
