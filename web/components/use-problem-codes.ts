import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { addWords } from "../i18n/start.ts";

/** Title and remedy of each problem in the reader's language; nothing until the words have come, or without a connection. */
export function useProblemCodes(): Readonly<Record<string, { readonly title: string; readonly remedy: string }>> {
  const { t } = useTranslation();
  const [, setLoaded] = useState(false);
  useEffect(() => {
    addWords("problems").then(
      () => setLoaded(true),
      () => undefined,
    );
  }, []);
  const codes: unknown = t("problemCodes", { returnObjects: true });
  return typeof codes === "object" && codes !== null ? (codes as ReturnType<typeof useProblemCodes>) : {};
}
