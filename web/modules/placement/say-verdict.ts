import type { TFunction } from "i18next";
import type { CloudReason, CloudShortage, CloudVerdict } from "../../../src/contract/index.ts";

/** Why a cloud was taken or passed over, in the reader's language; plans of earlier releases only have the service's words. */
export function sayVerdict(
  { cloudName: cloud, role, reason, text }: CloudVerdict,
  t: TFunction,
  language: string,
): string {
  if (reason === undefined) return text;
  const words = { cloud, why: why(reason, t, language) };
  return role === null ? t("placement.passedOver", words) : t(`placement.goes.${role}`, words);
}

function why(reason: CloudReason, t: TFunction, language: string): string {
  switch (reason.code) {
    case "better":
      return t(`placement.better.${reason.rank}`);
    case "outranked":
      return t(`placement.outranked.${reason.rank}`, { other: reason.other });
    case "lacks-labels":
      return t("placement.why.lacks-labels", { labels: reason.labels.join(", ") });
    case "full":
      return t("placement.why.full", { short: reason.short.map((item) => sayShortage(item, t)).join(", ") });
    case "silent":
    case "credentials-refused": {
      const words = t(`placement.why.${reason.code}`);
      if (reason.since === null) return words;
      return t("placement.since", { why: words, when: new Date(reason.since).toLocaleString(language) });
    }
    case "no-catalog":
    case "nothing-fits":
      return t(`placement.why.${reason.code}`, { detail: reason.detail.replace(/\.$/, "") });
    case "same-cloud":
      return t("placement.why.same-cloud", { other: reason.other });
    case "fails-together":
      return t("placement.why.fails-together", { domain: reason.domain });
    default:
      return t(`placement.why.${reason.code}`);
  }
}

function sayShortage({ kind, scope, used, limit, needed }: CloudShortage, t: TFunction): string {
  return t(`placement.short.${scope}`, { used, limit, needed, what: t(`placement.kinds.${kind}`) });
}
