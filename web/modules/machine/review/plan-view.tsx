import { Alert, Code, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { PlanSummary } from "../../../../src/contract/index.ts";
import { type DangerGroup, groupByDanger } from "../group-changes.ts";
import { useWords } from "../use-words.ts";

const COUNTED = ["create", "update", "replace", "destroy", "forget"] as const;

/** A plan as a person reviews it: a sentence, what forbids it, then every change, the worst first. */
export function PlanView({ summary }: { readonly summary: PlanSummary }) {
  const { t } = useTranslation();
  const { say } = useWords();
  if (summary.changes.length === 0 && summary.rejected.length === 0) return <Text>{t("review.noChanges")}</Text>;
  const counted = COUNTED.filter((name) => summary.counts[name] > 0);
  return (
    <Stack>
      <Text>
        {counted.map((name) => t(`review.counts.${name}`, { count: summary.counts[name] })).join(", ")}
        {counted.length > 0 && ". "}
        <strong>{t(`review.worst.${summary.danger}`)}</strong>
      </Text>
      {summary.rejected.length > 0 && (
        <Alert color="red" variant="outline" title={t("review.rejected")}>
          {summary.rejected.map((reason) => (
            <Text key={reason} size="sm">
              {say(reason)}
            </Text>
          ))}
        </Alert>
      )}
      {groupByDanger(summary.changes).map((group) => (
        <ChangesOf key={group.danger} group={group} />
      ))}
    </Stack>
  );
}

function ChangesOf({ group: { danger, changes } }: { readonly group: DangerGroup }) {
  const { t } = useTranslation();
  const { title, say } = useWords();
  return (
    <section className="danger-group" data-danger={danger}>
      <Title order={3} size="h6" mb={4}>
        {t(`review.danger.${danger}`)} ({changes.length})
      </Title>
      <ul className="changes">
        {changes.map((change) => (
          <li key={change.address}>
            <Text size="sm">{title(change)}</Text>
            {change.reason !== null && (
              <Text size="xs" c="dimmed">
                {say(change.reason)}
              </Text>
            )}
          </li>
        ))}
      </ul>
      <details>
        <summary>
          <Text span size="xs" c="dimmed">
            {t("review.technical")}
          </Text>
        </summary>
        <ul className="changes">
          {changes.map(({ address, attributes }) => (
            <li key={address}>
              <Code className="long-text">{address}</Code>
              {attributes.length > 0 && (
                <Text size="xs">{t("review.changed", { attributes: attributes.join(", ") })}</Text>
              )}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
