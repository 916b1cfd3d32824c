import { useTranslation } from "react-i18next";
import type { CloudVerdict } from "../../../src/contract/index.ts";
import { sayVerdict } from "./say-verdict.ts";

export function useVerdict(): (verdict: CloudVerdict) => string {
  const { t, i18n } = useTranslation();
  return (verdict) => sayVerdict(verdict, t, i18n.language);
}
