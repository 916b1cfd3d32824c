import { Alert, Button, Group, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { SandboxFault } from "../../../../src/contract/index.ts";
import { faultsKey, healFault, healSandbox, readFaults } from "../../../api/admin.ts";
import { ProblemError } from "../../../api/problem-error.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import { FaultForm } from "./fault-form.tsx";

/** Fault switches of the built-in sandbox clouds: how they are broken now, and a form to break them. */
export function SandboxSection() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const faults = useQuery({ queryKey: faultsKey, queryFn: readFaults, refetchInterval: 5_000 });
  const onSettled = () => client.invalidateQueries({ queryKey: faultsKey });
  const heal = useMutation({
    mutationFn: (id: string | null) => (id === null ? healSandbox() : healFault(id)),
    onSettled,
  });
  if (faults.error instanceof ProblemError && faults.error.problem.status === 404) {
    return <Text>{t("admin.sandbox.absent")}</Text>;
  }
  return (
    <Stack>
      <Alert color="orange" variant="outline">
        {t("admin.sandbox.warning")}
      </Alert>
      <QueryView query={faults}>
        {(all) => (
          <>
            <Group>
              <Text role="status">{t("admin.sandbox.count", { count: all.length })}</Text>
              {all.length > 0 && (
                <Button size="xs" loading={heal.isPending} onClick={() => heal.mutate(null)}>
                  {t("admin.sandbox.healAll")}
                </Button>
              )}
            </Group>
            <ProblemAlert error={heal.error} />
            {all.length > 0 && <FaultTable faults={all} onHeal={(id) => heal.mutate(id)} />}
          </>
        )}
      </QueryView>
      <FaultForm />
    </Stack>
  );
}

interface FaultTableProps {
  readonly faults: readonly SandboxFault[];
  readonly onHeal: (id: string) => void;
}

function FaultTable({ faults, onHeal }: FaultTableProps) {
  const { t } = useTranslation();
  return (
    <ScrollTable label={t("admin.sections.sandbox")} minWidth={640}>
      <Table.Thead>
        <Table.Tr>
          {(["site", "effect", "call", "times", "action"] as const).map((head) => (
            <Table.Th key={head}>{t(`admin.sandbox.heads.${head}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {faults.map(({ id, site, effect, call, times, delayMs, status }) => (
          <Table.Tr key={id}>
            <Table.Th scope="row">{t(`runs.sites.${site}`)}</Table.Th>
            <Table.Td>
              {t(`admin.sandbox.effects.${effect}`)}
              {delayMs !== null && ` (${t("admin.sandbox.ms", { count: delayMs })})`}
              {status !== null && ` (HTTP ${status})`}
            </Table.Td>
            <Table.Td>{call ?? t("admin.sandbox.allCalls")}</Table.Td>
            <Table.Td>
              {times === null ? t("admin.sandbox.untilHealed") : t("admin.sandbox.left", { count: times })}
            </Table.Td>
            <Table.Td>
              <Button
                size="xs"
                variant="default"
                aria-label={t("admin.sandbox.healOf", {
                  site: t(`runs.sites.${site}`),
                  effect: t(`admin.sandbox.effects.${effect}`),
                })}
                onClick={() => onHeal(id)}
              >
                {t("admin.sandbox.heal")}
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}
