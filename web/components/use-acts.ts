import { useTranslation } from "react-i18next";

/** What an entry of the audit log says was done, in words; what has none is shown as it is noted. */
export function useActs(): (action: string) => string {
  const { t } = useTranslation();
  const words: Readonly<Record<string, string>> = t("acts", { returnObjects: true });
  return (action) => words[action] ?? action;
}
