import { Anchor, Group, Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Run } from "../../../../src/contract/index.ts";
import { readRun, runKey } from "../../../api/runs.ts";
import { Facts } from "../../../components/facts.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import { isFinished, isMoving } from "../run-group.ts";
import { usePlaces } from "../use-places.ts";
import { useRunEvents } from "../use-run-events.ts";
import { useWords } from "../use-words.ts";
import { RunButtons } from "./run-buttons.tsx";
import { RunFailureView } from "./run-failure-view.tsx";
import { RunLog } from "./run-log.tsx";
import { RunSteps } from "./run-steps.tsx";
import { RunWaiting } from "./run-waiting.tsx";
import { StatusBadge } from "./status-badge.tsx";

/** One run, watched live. */
export function RunView({ runId }: { readonly runId: string }) {
  const run = useQuery({
    queryKey: runKey(runId),
    queryFn: () => readRun(runId),
    refetchInterval: ({ state: { data } }) => (data !== undefined && isFinished(data) ? false : 2_000),
  });
  return <QueryView query={run}>{(found) => <Watched run={found} />}</QueryView>;
}

function Watched({ run }: { readonly run: Run }) {
  const { t } = useTranslation();
  const { kind, when } = useWords();
  const { site } = usePlaces();
  const log = useRunEvents(run.id);
  const applied = log.events.some(({ phase }) => phase === "apply");
  return (
    <Stack gap="lg">
      <Anchor component={Link} href={`/app/machines/${run.workspaceId}/runs`} size="sm">
        {t("runs.title")}
      </Anchor>
      <Group>
        <Title order={2} size="h3">
          {kind(run)}
        </Title>
        <StatusBadge run={run} />
      </Group>
      {isMoving(run) && <RunWaiting run={run} events={log.events} />}
      {run.failure !== null && <RunFailureView failure={run.failure} />}
      <RunButtons run={run} />
      {applied && <RunSteps run={run} events={log.events} />}
      <Facts
        facts={[
          { name: t("runs.where"), value: site(run) },
          { name: t("runs.started"), value: when(run.createdAt) },
          { name: t("runs.by"), value: run.createdBy === "scheduler" ? "TwinStack" : run.createdBy },
        ]}
      />
      <RunLog runId={run.id} log={log} />
    </Stack>
  );
}
