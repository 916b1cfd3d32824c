import { useTranslation } from "react-i18next";
import type { choices, fields } from "../../i18n/en/fields.ts";
import type { LocalIssue } from "./issues.ts";

type FieldPath = keyof typeof fields;

/** The words of the contract's fields in the reader's language. */
export function useWords() {
  const { t, i18n } = useTranslation();
  const label = (path: string): string => t(`fields.${path as FieldPath}.label`);
  const help = (path: string): string => t(`fields.${path as FieldPath}.help`);

  /** A choice's name, or the value itself where it has none. */
  function choice(path: string, value: string): string {
    const known: Readonly<Record<string, string>> = t(`choices.${path as keyof typeof choices}`, {
      returnObjects: true,
    });
    return known[value] ?? value;
  }

  /** Where a pointed-at field is, in words: “Extra disks 1 › Name”. */
  function placeOf(pointer: string): string {
    const found: string[] = [];
    const parts = pointer.split("/").slice(1);
    for (const [index, part] of parts.entries()) {
      const path = parts
        .slice(0, index + 1)
        .map((one) => (/^\d+$/.test(one) ? "*" : one))
        .join("/");
      if (/^\d+$/.test(part)) found.push(`${found.pop() ?? ""} ${Number(part) + 1}`);
      else if (i18n.exists(`fields.${path}.label`)) found.push(label(path));
    }
    return found.join(" › ");
  }

  function issueText(issue: LocalIssue): string {
    const limit = { limit: issue.limit ?? 0 };
    switch (issue.code) {
      case "too-small":
        return t(`wizard.issues.${bound("tooSmall", "tooShort", "tooFew", issue)}`, limit);
      case "too-big":
        return t(`wizard.issues.${bound("tooBig", "tooLong", "tooMany", issue)}`, limit);
      case "wrong-step":
        return t("wizard.issues.wrongStep", limit);
      case "missing":
        return t("wizard.issues.missing");
      case "unknown-field":
        return t("wizard.issues.unknownField");
      case "name-taken":
        return t("wizard.issues.nameTaken");
      case "secret-empty":
        return t("wizard.issues.secretEmpty");
      case "wrong-format": {
        const known: Readonly<Record<string, string>> = t("wizard.issues.contract", { returnObjects: true });
        const said =
          issue.said === undefined
            ? undefined
            : (known[issue.said] ?? (i18n.language === "en" ? issue.said : undefined));
        return said ?? t("wizard.issues.wrongFormat");
      }
    }
  }

  /** A rule's sentence of the service, after what it is about in the reader's language. */
  function ruleText({ code, message, remedy }: { code: string; message: string; remedy: string }): string {
    const rules: Readonly<Record<string, string>> = t("wizard.issues.rules", { returnObjects: true });
    return [rules[code], message, remedy].filter((part) => part !== undefined && part !== "").join(" ");
  }

  /** A value as a person says it. */
  function shown(path: string, value: unknown): string {
    if (value === null || value === undefined || value === "") return t("wizard.none");
    if (typeof value === "boolean") return t(value ? "wizard.yes" : "wizard.no");
    if (Array.isArray(value)) return value.map((one) => shown(path, one)).join(", ") || t("wizard.none");
    if (typeof value === "object") {
      const parts = Object.entries(value).map(([name, part]) => {
        const inner = `${path}/${name}`;
        const entry = i18n.exists(`fields.${inner}.label`) ? inner : `${path}/*/${name}`;
        return i18n.exists(`fields.${entry}.label`)
          ? `${label(entry)} ${shown(entry, part)}`
          : `${name} ${String(part)}`;
      });
      return parts.join(", ") || t("wizard.none");
    }
    return typeof value === "string" && i18n.exists(`choices.${path}`) ? choice(path, value) : String(value);
  }

  return { label, help, choice, placeOf, issueText, ruleText, shown };
}

function bound<T extends string>(value: T, characters: T, entries: T, { counts }: LocalIssue): T {
  if (counts === "characters") return characters;
  return counts === "entries" ? entries : value;
}
