import { Card, List, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Change } from "./describe-changes.ts";
import { useWords } from "./use-words.ts";

/** Values that are never shown again once they are typed. */
const HIDDEN = /^(access\/password|software\/files(\/\*\/content)?)$/;

/** What differs from the machine as it is, field by field in words. */
export function ChangeList({ changes }: { readonly changes: readonly Change[] }) {
  const { t } = useTranslation();
  return (
    <Card withBorder component="section" aria-labelledby="change-title">
      <Title order={2} size="h5" id="change-title" mb="xs">
        {t("wizard.change.title")}
      </Title>
      {changes.length === 0 ? (
        <Text size="sm">{t("wizard.change.nothing")}</Text>
      ) : (
        <List size="sm" spacing={4}>
          {changes.map((change) => (
            <List.Item key={`${change.path} ${change.entry} ${JSON.stringify(change.before ?? change.after)}`}>
              <ChangeWords change={change} />
            </List.Item>
          ))}
        </List>
      )}
    </Card>
  );
}

function ChangeWords({ change }: { readonly change: Change }) {
  const { t } = useTranslation();
  const { label, shown } = useWords();
  const { path, entry, before, after } = change;
  const list = path.split("/*/")[0] ?? path;
  const place = [...new Set([label(list), entry, label(path)])].filter((part) => part !== null).join(" › ");
  const value = (what: unknown) =>
    HIDDEN.test(path) && what != null && what !== "" ? t("wizard.change.hidden") : shown(path, what);
  const words =
    before === undefined
      ? t("wizard.change.added", { value: value(after) })
      : after === undefined
        ? t("wizard.change.removed", { value: value(before) })
        : t("wizard.change.from", { before: value(before), after: value(after) });
  return (
    <>
      <strong>{place}</strong>: {words}
    </>
  );
}
