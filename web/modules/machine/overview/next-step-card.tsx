import { Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Instance, Workspace } from "../../../../src/contract/index.ts";
import { readRepair, repairKey } from "../../../api/runs.ts";
import { type NextStep, nextStep } from "../next-step.ts";

type Way = "watch" | "repair" | "review" | "failed" | "plan" | "danger";

/** Where each step leads; nothing leads nowhere. */
const WAYS: Readonly<Record<NextStep, readonly [Way, string] | null>> = {
  applying: ["watch", "/review"],
  planning: ["watch", "/review"],
  repair: ["repair", "/repair"],
  review: ["review", "/review"],
  failed: ["failed", "/review"],
  canceled: ["plan", "/review"],
  "never-applied": ["plan", "/review"],
  changed: ["plan", "/review"],
  destroyed: ["danger", "/danger"],
  gone: ["plan", "/review"],
  stopped: null,
  nothing: null,
};

interface NextStepCardProps {
  readonly workspace: Workspace;
  /** How the main machine is, as its cloud said last. */
  readonly serving: Instance["powerState"] | undefined;
}

/** What to do next, in a sentence and with a button that leads there. */
export function NextStepCard({ workspace, serving }: NextStepCardProps) {
  const { t } = useTranslation();
  const repair = useQuery({
    queryKey: repairKey(workspace.id),
    queryFn: () => readRepair(workspace.id, false),
    refetchInterval: 5_000,
  });
  const unclean = repair.data?.sites.some(({ condition }) => condition === "unclean") ?? false;
  const step = nextStep(workspace, unclean, serving);
  const way = WAYS[step];
  return (
    <Card withBorder>
      <Group justify="space-between">
        <Stack gap={4} flex="1 1 260px">
          <Title order={2} size="h5">
            {t("machine.next.title")}
          </Title>
          <Text role="status">{t(`machine.next.${step}`)}</Text>
        </Stack>
        {way !== null && (
          <Button component={Link} href={`/app/machines/${workspace.id}${way[1]}`}>
            {t(`machine.go.${way[0]}`)}
          </Button>
        )}
      </Group>
    </Card>
  );
}
