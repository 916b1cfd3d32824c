import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { planRepair, readRepair, repairKey } from "../../../api/runs.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import type { TabProps } from "../machine-tabs.ts";
import { SiteRepairCard } from "./site-repair-card.tsx";

/** What interrupted changes left on the clouds, and the way to put it right. */
export function RepairTab({ workspace }: TabProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [, goTo] = useLocation();
  const key = repairKey(workspace.id);
  const report = useQuery({ queryKey: key, queryFn: () => readRepair(workspace.id, false), refetchInterval: 4_000 });
  const ask = useMutation({
    mutationFn: () => readRepair(workspace.id, true),
    onSuccess: (fresh) => client.setQueryData(key, fresh),
  });
  const start = useMutation({
    mutationFn: () => planRepair(workspace.id),
    async onSuccess({ runs }) {
      // Meanwhile the service may have seen that nothing was left behind.
      if (runs.length === 0) return client.invalidateQueries({ queryKey: key });
      await client.invalidateQueries({ queryKey: ["runs"] });
      return goTo(`/app/machines/${workspace.id}/review`);
    },
  });
  return (
    <Stack gap="lg">
      <div>
        <Title order={2} size="h4">
          {t("states.repairTitle")}
        </Title>
        <Text size="sm" c="dimmed">
          {t("states.repairText")}
        </Text>
      </div>
      <ProblemAlert error={start.error ?? ask.error} />
      <QueryView query={report}>
        {({ sites }) => (
          <Stack>
            {sites.map((site) => (
              <SiteRepairCard key={site.site} workspace={workspace} repair={site} />
            ))}
            <Group>
              {sites.some(({ condition }) => condition === "unclean") && (
                <Button loading={start.isPending} onClick={() => start.mutate()}>
                  {t("states.startRepair")}
                </Button>
              )}
              <Button variant="default" loading={ask.isPending} onClick={() => ask.mutate()}>
                {t("states.askAgain")}
              </Button>
            </Group>
          </Stack>
        )}
      </QueryView>
    </Stack>
  );
}
