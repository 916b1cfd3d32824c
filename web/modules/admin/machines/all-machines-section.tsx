import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { allInstancesKey, allWorkspacesKey, readAllInstances, readAllWorkspaces } from "../../../api/admin.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import { filterMachines, NO_FILTER } from "../../machines/filter-machines.ts";
import { groupMachines } from "../../machines/group-machines.ts";
import { MachineFilters } from "../../machines/machine-filters.tsx";
import { OwnedTable } from "./owned-table.tsx";

const EVERY_MS = 15_000;

/** Machines of everybody with their owners. */
export function AllMachinesSection() {
  const { t } = useTranslation();
  const [filter, setFilter] = useState(NO_FILTER);
  const workspaces = useQuery({ queryKey: allWorkspacesKey, queryFn: readAllWorkspaces, refetchInterval: EVERY_MS });
  const instances = useQuery({ queryKey: allInstancesKey, queryFn: readAllInstances, refetchInterval: EVERY_MS });
  const owners = useMemo(
    () => new Map((workspaces.data ?? []).map(({ workspace, owner }) => [workspace.id, owner])),
    [workspaces.data],
  );
  const machines = useMemo(
    () =>
      groupMachines(
        (workspaces.data ?? []).map(({ workspace }) => workspace),
        instances.data ?? [],
      ),
    [workspaces.data, instances.data],
  );
  const found = useMemo(() => {
    const byMachine = filterMachines(machines, filter);
    const wanted = filter.text.trim().toLowerCase();
    if (wanted === "") return byMachine;
    const others = filterMachines(machines, { ...filter, text: "" }).filter(({ workspace }) => {
      const owner = owners.get(workspace.id);
      return `${owner?.handle} ${owner?.name}`.toLowerCase().includes(wanted);
    });
    return machines.filter((machine) => byMachine.includes(machine) || others.includes(machine));
  }, [machines, owners, filter]);
  return (
    <QueryView query={workspaces}>
      {() => (
        <Stack>
          <MachineFilters filter={filter} onChange={setFilter} />
          <Text size="sm" c="dimmed" role="status">
            {machines.length === 0
              ? t("admin.machines.none")
              : found.length === 0
                ? t("list.nothingFound")
                : t("machines.count", { count: found.length })}
          </Text>
          {instances.data === undefined && <ProblemAlert error={instances.error} />}
          {found.length > 0 && <OwnedTable machines={found} owners={owners} />}
        </Stack>
      )}
    </QueryView>
  );
}
