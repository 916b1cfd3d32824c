import { Stack, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DriftFinding } from "../../../../src/contract/index.ts";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import { useWords } from "../use-words.ts";
import { useFindingTitle } from "./use-finding-title.ts";

/** One object that is not as it was applied, attribute by attribute. */
export function FindingView({ finding }: { readonly finding: DriftFinding }) {
  const { t } = useTranslation();
  const { say, when } = useWords();
  const title = useFindingTitle()(finding);
  const value = (text: string | null) => (text === null ? t("drift.untold") : text === "" ? t("drift.empty") : text);
  return (
    <Stack gap={4}>
      <Text fw={600} style={{ overflowWrap: "anywhere" }}>
        {title} <Text span>({t(`drift.classes.${finding.class}`)})</Text>
      </Text>
      <Text size="sm">{say(finding.reason)}</Text>
      {finding.lastAct !== undefined && (
        <Text size="sm">
          {t("drift.lastAct", {
            ...{ what: finding.lastAct.what, when: when(finding.lastAct.at) },
            who: finding.lastAct.by ?? t("drift.untold"),
          })}
        </Text>
      )}
      {finding.attributes.length > 0 && (
        <ScrollTable label={title} minWidth={420}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("drift.attribute")}</Table.Th>
              <Table.Th>{t("drift.recorded")}</Table.Th>
              <Table.Th>{t("drift.observed")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {finding.attributes.map(({ path, recorded, observed }) => (
              <Table.Tr key={`${path} ${recorded}`}>
                <Table.Td>{path}</Table.Td>
                <Table.Td>{value(recorded)}</Table.Td>
                <Table.Td>{value(observed)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </ScrollTable>
      )}
    </Stack>
  );
}
