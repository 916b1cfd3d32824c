import { Anchor, Badge, Button, Group, Table, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { StateHistory, StateVersionEntry } from "../../../../src/contract/index.ts";
import { readState } from "../../../api/states.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { saveFile } from "../../../components/save-file.ts";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import { useWords } from "../use-words.ts";

export interface StateVersionsProps {
  readonly workspaceId: string;
  /** Its name, for those who hear the table's name alone. */
  readonly cloud: string;
  readonly history: StateHistory;
  readonly onGoBack: (serial: number) => void;
}

export function StateVersions({ workspaceId, cloud, history: { site, versions }, onGoBack }: StateVersionsProps) {
  const { t } = useTranslation();
  const { when } = useWords();
  const keep = useMutation({
    async mutationFn(serial: number) {
      const document = await readState(workspaceId, site, serial);
      saveFile(`${site}-${serial}.tfstate`, `${JSON.stringify(document, null, 2)}\n`, "application/json");
    },
  });
  return (
    <>
      <ProblemAlert error={keep.error} />
      <ScrollTable label={`${t("states.versions")}: ${cloud}`} minWidth={640}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("states.serial")}</Table.Th>
            <Table.Th>{t("states.when")}</Table.Th>
            <Table.Th>{t("states.origin")}</Table.Th>
            <Table.Th>{t("states.size")}</Table.Th>
            <Table.Th>{t("states.possible")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {versions.map((version, place) => (
            <Table.Tr key={version.serial}>
              <Table.Th scope="row">
                <Group gap="xs">
                  {version.serial}
                  {place === 0 && (
                    <Badge color="blue.7" variant="filled" tt="none">
                      {t("states.newest")}
                    </Badge>
                  )}
                </Group>
              </Table.Th>
              <Table.Td>{when(version.createdAt)}</Table.Td>
              <Table.Td>
                <Origin workspaceId={workspaceId} version={version} />
              </Table.Td>
              <Table.Td>{t("states.kilobytes", { count: Math.ceil(version.sizeBytes / 1_000) })}</Table.Td>
              <Table.Td>
                <Group gap="xs" wrap="nowrap">
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={t("states.downloadVersion", { serial: version.serial })}
                    onClick={() => keep.mutate(version.serial)}
                  >
                    {t("states.download")}
                  </Button>
                  {place > 0 && (
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={t("states.rollbackVersion", { serial: version.serial })}
                      onClick={() => onGoBack(version.serial)}
                    >
                      {t("states.rollback")}
                    </Button>
                  )}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
    </>
  );
}

function Origin({ workspaceId, version }: { readonly workspaceId: string; readonly version: StateVersionEntry }) {
  const { t } = useTranslation();
  const { origin, runId, person } = version;
  const words = t(`states.origins.${origin}`, { person: person ?? "–" });
  if (runId === null) return <Text size="sm">{words}</Text>;
  return (
    <Anchor component={Link} size="sm" href={`/app/machines/${workspaceId}/runs/${runId}`}>
      {words}
    </Anchor>
  );
}
