import { Anchor, Button, Stack, Table, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Run } from "../../../../src/contract/index.ts";
import { readRuns, runsKey } from "../../../api/runs.ts";
import { QueryView } from "../../../components/query-view.tsx";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import type { TabProps } from "../machine-tabs.ts";
import { isMoving } from "../run-group.ts";
import { usePlaces } from "../use-places.ts";
import { useWords } from "../use-words.ts";
import { RunView } from "./run-view.tsx";
import { StatusBadge } from "./status-badge.tsx";

const FEW = 25;
/** The service gives no more at once. */
const MANY = 500;

/** All runs of a machine, or the one that the address names. */
export function RunsTab({ workspace, detail }: TabProps) {
  if (detail !== null && detail !== "") return <RunView key={detail} runId={detail} />;
  return <RunList workspaceId={workspace.id} />;
}

function RunList({ workspaceId }: { readonly workspaceId: string }) {
  const { t } = useTranslation();
  const [limit, setLimit] = useState(FEW);
  const runs = useQuery({
    queryKey: [...runsKey(workspaceId), limit],
    queryFn: () => readRuns(workspaceId, limit),
    refetchInterval: ({ state: { data } }) => (data?.some(isMoving) === true ? 2_000 : 5_000),
    placeholderData: keepPreviousData,
  });
  return (
    <QueryView query={runs}>
      {(found) => {
        if (found.length === 0) return <Text>{t("runs.none")}</Text>;
        return (
          <Stack align="flex-start">
            <RunTable runs={found} />
            {found.length >= FEW && limit < MANY && (
              <Button variant="default" loading={runs.isFetching} onClick={() => setLimit(MANY)}>
                {t("runs.older")}
              </Button>
            )}
          </Stack>
        );
      }}
    </QueryView>
  );
}

function RunTable({ runs }: { readonly runs: readonly Run[] }) {
  const { t } = useTranslation();
  const { kind, when } = useWords();
  const { site } = usePlaces();
  return (
    <ScrollTable label={t("runs.title")} minWidth={620}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("runs.what")}</Table.Th>
          <Table.Th>{t("runs.where")}</Table.Th>
          <Table.Th>{t("machines.power")}</Table.Th>
          <Table.Th>{t("runs.started")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {runs.map((run) => (
          <Table.Tr key={run.id}>
            <Table.Td>
              <Anchor component={Link} href={`/app/machines/${run.workspaceId}/runs/${run.id}`}>
                {kind(run)}
              </Anchor>
            </Table.Td>
            <Table.Td>{site(run)}</Table.Td>
            <Table.Td>
              <StatusBadge run={run} />
            </Table.Td>
            <Table.Td>{when(run.createdAt)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}
