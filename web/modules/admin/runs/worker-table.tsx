import { Badge, Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { WorkerStatus } from "../../../../src/contract/index.ts";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import { useWords } from "../../machine/use-words.ts";

const COLORS: Readonly<Record<WorkerStatus["state"], string>> = {
  alive: "teal.9",
  stopping: "orange.9",
  lost: "red.9",
};

/** Processes that work on runs, with their last sign of life and what they have in hand. */
export function WorkerTable({ workers }: { readonly workers: readonly WorkerStatus[] }) {
  const { t } = useTranslation();
  const { when } = useWords();
  return (
    <ScrollTable label={t("admin.queue.workers")} minWidth={640}>
      <Table.Thead>
        <Table.Tr>
          {(["host", "state", "load", "lastSeen", "started", "version"] as const).map((head) => (
            <Table.Th key={head}>{t(`admin.queue.workerHeads.${head}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {workers.map(({ id, host, state, active, concurrency, lastSeenAt, startedAt, version }) => (
          <Table.Tr key={id}>
            <Table.Th scope="row">{host}</Table.Th>
            <Table.Td>
              <Badge color={COLORS[state]} variant="filled" tt="none">
                {t(`admin.queue.workerStates.${state}`)}
              </Badge>
            </Table.Td>
            <Table.Td>{t("admin.queue.load", { active, concurrency })}</Table.Td>
            <Table.Td>{when(lastSeenAt)}</Table.Td>
            <Table.Td>{when(startedAt)}</Table.Td>
            <Table.Td>{version}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}
