import { Anchor, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Instance, Run } from "../../../../src/contract/index.ts";
import { CopyText } from "../../../components/copy-text.tsx";
import { PowerBadge } from "../../machines/power-badge.tsx";
import { isMoving } from "../run-group.ts";
import { RunButtons } from "../runs/run-buttons.tsx";
import { RunFailureView } from "../runs/run-failure-view.tsx";
import { RunSteps } from "../runs/run-steps.tsx";
import { RunWaiting } from "../runs/run-waiting.tsx";
import { StatusBadge } from "../runs/status-badge.tsx";
import { usePlaces } from "../use-places.ts";
import { useRunEvents } from "../use-run-events.ts";
import { PlanView } from "./plan-view.tsx";

export interface SitePanelProps {
  readonly run: Run;
  /** What the cloud says of the machine there; null where it was not asked yet. */
  readonly instance: Instance | null;
}

/** One of the two places from its plan to its running machine. */
export function SitePanel({ run, instance }: SitePanelProps) {
  const { t } = useTranslation();
  const { site } = usePlaces();
  return (
    <Card withBorder component="section" aria-label={site(run)}>
      <Stack>
        <Group justify="space-between">
          <Title order={2} size="h4">
            {site(run)}
          </Title>
          <Group gap="xs">
            <StatusBadge run={run} />
            <Anchor component={Link} size="sm" href={`/app/machines/${run.workspaceId}/runs/${run.id}`}>
              {t("runs.log")}
            </Anchor>
          </Group>
        </Group>
        {isMoving(run) && <Moving key={run.id} run={run} />}
        {run.failure !== null && <RunFailureView failure={run.failure} />}
        {run.status === "planned" && run.summary !== null && <PlanView summary={run.summary} />}
        {run.status === "planned-and-finished" && <Text>{t("review.noChanges")}</Text>}
        {(run.status === "applied" || run.status === "planned-and-finished") && run.kind === "apply" && (
          <Result instance={instance} finishedAt={run.finishedAt} />
        )}
        {run.status !== "planned" && <RunButtons run={run} />}
      </Stack>
    </Card>
  );
}

function Moving({ run }: Pick<SitePanelProps, "run">) {
  const { events } = useRunEvents(run.id);
  const applies = run.status === "confirmed" || run.status === "applying";
  return (
    <Stack gap="xs">
      <RunWaiting run={run} events={events} />
      {applies && <RunSteps run={run} events={events} />}
    </Stack>
  );
}

interface ResultProps {
  readonly instance: Instance | null;
  readonly finishedAt: string | null;
}

function Result({ instance, finishedAt }: ResultProps) {
  const { t } = useTranslation();
  // What the cloud said before the run ended tells nothing of what it made.
  const earlier = (instance?.observedAt ?? "") < (finishedAt ?? "");
  if (instance === null || (earlier && !instance.stale)) return <Text size="sm">{t("machine.place.unseen")}</Text>;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <PowerBadge power={instance.powerState} made={true} />
        {instance.powerState === "running" && <Text size="sm">{t("review.running")}</Text>}
      </Group>
      {instance.publicAddress !== null && (
        <CopyText text={instance.publicAddress} label={t("machine.place.publicAddress")} />
      )}
    </Stack>
  );
}
