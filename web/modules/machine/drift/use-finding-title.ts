import { useTranslation } from "react-i18next";
import type { DriftFinding } from "../../../../src/contract/index.ts";
import { useWords } from "../use-words.ts";

/** What happened to what; the service's own words in English, put together from its parts in any other language. */
export function useFindingTitle(): (finding: DriftFinding) => string {
  const { t, i18n } = useTranslation();
  const { object } = useWords();
  return (finding) => {
    if (i18n.language === "en") return finding.title;
    return t(`drift.made.${finding.kind}`, { what: object(finding.type, nameOf(finding)) });
  };
}

/** What traffic a rule lets through, or a name that a person gave, stands in the service's words. */
function nameOf({ title, address, objectId }: DriftFinding): string {
  const traffic = /\b(?:tcp|udp|icmp)\b.*? from [^\s"]+/.exec(title)?.[0];
  return traffic ?? /"([^"]+)"/.exec(title)?.[1] ?? address?.split(".").at(-1) ?? objectId;
}
