import { Button, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { instancesKey, readInstances, readWorkspaces, workspacesKey } from "../../api/machines.ts";
import { Page } from "../../components/page.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { useIsLive } from "../shell/use-live-account.ts";
import { ChosenBar } from "./chosen-bar.tsx";
import { filterMachines, NO_FILTER } from "./filter-machines.ts";
import { groupMachines } from "./group-machines.ts";
import { LastSeen } from "./last-seen.tsx";
import { MachineFilters } from "./machine-filters.tsx";
import { NoMachines } from "./no-machines.tsx";

/** Whoever has no machine yet needs no table. */
const MachineTable = lazy(async () => ({ default: (await import("./machine-table.tsx")).MachineTable }));

/** Everything the account has, on both clouds. */
export function MachinesPage() {
  const { t } = useTranslation();
  const [filter, setFilter] = useState(NO_FILTER);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // What changes is told (use-live-account.ts); asking is the net for what was not heard.
  const refetchInterval = useIsLive() ? 60_000 : 5_000;
  const workspaces = useQuery({ queryKey: workspacesKey, queryFn: readWorkspaces, refetchInterval });
  const instances = useQuery({ queryKey: instancesKey, queryFn: readInstances, refetchInterval });
  const machines = useMemo(
    () => groupMachines(workspaces.data ?? [], instances.data ?? []),
    [workspaces.data, instances.data],
  );
  const found = useMemo(() => filterMachines(machines, filter), [machines, filter]);
  const choose = (ids: readonly string[], yes: boolean) => {
    setChosen((before) => new Set([...[...before].filter((id) => yes || !ids.includes(id)), ...(yes ? ids : [])]));
  };
  return (
    <Page
      title={t("machines.title")}
      actions={
        machines.length > 0 && (
          <Button component={Link} href="/app/new">
            {t("shell.newMachine")}
          </Button>
        )
      }
    >
      <QueryView query={workspaces}>
        {() => {
          if (machines.length === 0) return <NoMachines />;
          return (
            <Stack>
              <MachineFilters filter={filter} onChange={setFilter} />
              <Text size="sm" c="dimmed" role="status">
                {found.length === 0 ? t("list.nothingFound") : t("machines.count", { count: found.length })}
              </Text>
              {instances.data === undefined && <ProblemAlert error={instances.error} />}
              <LastSeen query={instances} />
              <ChosenBar
                // What the filter hides is not acted upon.
                chosen={found.filter(({ workspace }) => chosen.has(workspace.id))}
                onClear={() => setChosen(new Set())}
              />
              {found.length > 0 && (
                <Suspense fallback={<Waiting />}>
                  <MachineTable machines={found} chosen={chosen} onChoose={choose} />
                </Suspense>
              )}
            </Stack>
          );
        }}
      </QueryView>
    </Page>
  );
}
