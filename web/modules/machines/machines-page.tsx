import { Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { instancesKey, readInstances, readWorkspaces, workspacesKey } from "../../api/machines.ts";
import { Page } from "../../components/page.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { groupMachines, matches } from "./group-machines.ts";
import { MachineTable } from "./machine-table.tsx";
import { NoMachines } from "./no-machines.tsx";

/** Everything the account has, on both clouds. */
export function MachinesPage() {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const workspaces = useQuery({ queryKey: workspacesKey, queryFn: readWorkspaces, refetchInterval: 5_000 });
  const instances = useQuery({ queryKey: instancesKey, queryFn: readInstances, refetchInterval: 5_000 });
  const machines = useMemo(
    () => groupMachines(workspaces.data ?? [], instances.data ?? []),
    [workspaces.data, instances.data],
  );
  const found = machines.filter((machine) => matches(machine, text));
  return (
    <Page title={t("machines.title")}>
      <QueryView query={workspaces}>
        {() => {
          if (machines.length === 0) return <NoMachines />;
          return (
            <Stack>
              <TextInput
                label={t("machines.filter")}
                description={t("machines.filterHint")}
                type="search"
                maw={420}
                value={text}
                onChange={(event) => setText(event.currentTarget.value)}
              />
              <Text size="sm" c="dimmed" role="status">
                {found.length === 0
                  ? t("machines.nothingFound", { text: text.trim() })
                  : t("machines.count", { count: found.length })}
              </Text>
              {instances.data === undefined && <ProblemAlert error={instances.error} />}
              {found.length > 0 && <MachineTable machines={found} />}
            </Stack>
          );
        }}
      </QueryView>
    </Page>
  );
}
