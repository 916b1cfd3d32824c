import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { driftKey, lookNow, readDrift } from "../../../api/drift.ts";
import { planAnew } from "../../../api/runs.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import { Section } from "../../../components/section.tsx";
import type { TabProps } from "../machine-tabs.ts";
import { useMayChange } from "../use-may-change.ts";
import { useWords } from "../use-words.ts";
import { DriftHistory } from "./drift-history.tsx";
import { PolicySection } from "./policy-section.tsx";
import { SiteDriftCard } from "./site-drift-card.tsx";

/** What somebody changed on the clouds, and what may happen to the machine by itself. */
export function DriftTab({ workspace }: TabProps) {
  const { t } = useTranslation();
  const { say } = useWords();
  const client = useQueryClient();
  const [, goTo] = useLocation();
  const mayChange = useMayChange(workspace.id);
  const key = driftKey(workspace.id);
  const report = useQuery({ queryKey: key, queryFn: () => readDrift(workspace.id), refetchInterval: 4_000 });
  const look = useMutation({
    mutationFn: () => lookNow(workspace.id),
    onSuccess: (fresh) => client.setQueryData(key, fresh),
  });
  const plan = useMutation({
    mutationFn: () => planAnew(workspace.id, "apply"),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ["runs"] });
      goTo(`/app/machines/${workspace.id}/review`);
    },
  });
  return (
    <Stack gap="lg">
      <Section title={t("drift.title")} text={t("drift.text")}>
        <ProblemAlert error={look.error ?? plan.error} say={say} />
        <QueryView query={report}>
          {({ sites }) => (
            <>
              {sites.length === 0 && <Text role="status">{t("drift.nothingStands")}</Text>}
              {sites.map((site) => (
                <SiteDriftCard key={site.site} workspace={workspace} site={site} />
              ))}
              {sites.some(({ asked }) => asked) && (
                <Text size="sm" role="status">
                  {t("drift.looking")}
                </Text>
              )}
              {mayChange && sites.length > 0 && (
                <Group>
                  <Button
                    variant="default"
                    loading={look.isPending}
                    disabled={sites.some(({ asked }) => asked)}
                    onClick={() => look.mutate()}
                  >
                    {t("drift.look")}
                  </Button>
                  {sites.some(({ status }) => status === "drifted") && (
                    <Button loading={plan.isPending} onClick={() => plan.mutate()}>
                      {t("drift.plan")}
                    </Button>
                  )}
                </Group>
              )}
            </>
          )}
        </QueryView>
      </Section>
      <PolicySection workspace={workspace} />
      {report.data !== undefined && report.data.history.length > 0 && (
        <Section title={t("drift.history")} text={t("drift.historyText")}>
          <DriftHistory workspace={workspace} history={report.data.history} />
        </Section>
      )}
    </Stack>
  );
}
