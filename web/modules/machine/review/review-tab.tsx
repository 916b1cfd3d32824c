import { Alert, Button, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Run, Workspace } from "../../../../src/contract/index.ts";
import { readPreview } from "../../../api/requirements.ts";
import { planAnew, readRuns, runsKey } from "../../../api/runs.ts";
import { placesKey, readPlaces } from "../../../api/workspace.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import { Waiting } from "../../../components/waiting.tsx";
import { ChangePreview } from "../../change/change-preview.tsx";
import type { TabProps } from "../machine-tabs.ts";
import { isMoving, latestGroup, stageOf } from "../run-group.ts";
import { useWords } from "../use-words.ts";
import { ApproveBar } from "./approve-bar.tsx";
import { planIsDue } from "./plan-is-due.ts";
import { SitePanel } from "./site-panel.tsx";

const TerraformFiles = lazy(async () => ({
  default: (await import("../terraform/terraform-files.tsx")).TerraformFiles,
}));

const RUNS = 25;

/** From the plan of both places to their running machines, on one page; whoever comes back finds it where it stands. */
export function ReviewTab({ workspace }: TabProps) {
  const runs = useQuery({
    queryKey: [...runsKey(workspace.id), RUNS],
    queryFn: () => readRuns(workspace.id, RUNS),
    refetchInterval: ({ state: { data } }) => (data?.some(isMoving) === true ? 2_000 : 4_000),
  });
  return <QueryView query={runs}>{(found) => <Review workspace={workspace} runs={found} />}</QueryView>;
}

interface ReviewProps {
  readonly workspace: Workspace;
  readonly runs: readonly Run[];
}

function Review({ workspace, runs }: ReviewProps) {
  const { t } = useTranslation();
  const plan = usePlan(workspace, runs);
  const group = latestGroup(runs);
  const stage = plan.isPending ? "planning" : stageOf(group);
  const places = useQuery({
    queryKey: placesKey(workspace.id),
    queryFn: () => readPlaces(workspace.id),
    refetchInterval: 3_000,
    enabled: stage === "applying" || stage === "applied" || stage === "nothing" || stage === "failed",
  });
  const { object } = useWords();
  const preview = usePreview(group, stage === "planning" || stage === "review");
  const over = !group.some(isMoving) && stage !== "review" && stage !== "planning";
  const outdated =
    stage === "review" && group.every(({ revision, kind }) => kind === "apply" && revision < workspace.revision);
  const repairable = group.some(({ allowedActions }) => allowedActions.includes("repair"));
  const failed = stage === "failed" || stage === "canceled" || stage === "discarded";
  return (
    <Stack gap="lg">
      <Text size="lg" fw={600} role="status">
        {t(`review.stages.${stage}`)}
      </Text>
      <ProblemAlert error={plan.error} />
      {outdated && (
        <Alert color="orange" variant="outline">
          {t("review.outdated")}
        </Alert>
      )}
      {preview !== null && <ChangePreview preview={preview} sayObject={object} />}
      {stage === "review" && <ApproveBar group={group} preview={preview} />}
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        {group.map((run) => (
          <SitePanel key={run.site} run={run} instance={places.data?.find(({ site }) => site === run.site) ?? null} />
        ))}
      </SimpleGrid>
      {(over || outdated) && (
        <Group>
          <Button
            variant={(failed && !repairable) || stage === "none" || outdated ? "filled" : "default"}
            loading={plan.isPending}
            onClick={() => plan.mutate()}
          >
            {t(stage === "none" ? "review.makePlan" : "review.planAgain")}
          </Button>
          <Button component={Link} href={`/app/machines/${workspace.id}`} variant={failed ? "default" : "filled"}>
            {t("review.toMachine")}
          </Button>
        </Group>
      )}
      {!plan.isPending && <Files workspace={workspace} />}
    </Stack>
  );
}

/** What the plans that are made or wait mean; asked again whenever one of them moves on. */
function usePreview(group: readonly Run[], wanted: boolean) {
  const run = group.find(({ kind }) => kind === "apply");
  const moves = group.map(({ id, status }) => `${id} ${status}`).join();
  const found = useQuery({
    queryKey: ["preview", run?.workspaceId, run?.revision, moves],
    queryFn: () => readPreview(run?.workspaceId ?? "", run?.revision ?? 1),
    enabled: wanted && run !== undefined,
    placeholderData: (previous) => previous,
  });
  return wanted && run !== undefined ? (found.data ?? null) : null;
}

/** Makes the first plan of what was asked for last by itself, once. */
function usePlan(workspace: Workspace, runs: readonly Run[]) {
  const client = useQueryClient();
  const plan = useMutation({
    mutationFn: () => planAnew(workspace.id, "apply"),
    onSettled: () => client.invalidateQueries({ queryKey: ["runs"] }),
  });
  const made = useRef<number | null>(null);
  const due = planIsDue(workspace, runs);
  const { mutate } = plan;
  useEffect(() => {
    if (!due || made.current === workspace.revision) return;
    made.current = workspace.revision;
    mutate();
  }, [due, workspace.revision, mutate]);
  return plan;
}

function Files({ workspace }: { readonly workspace: Workspace }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <Stack align="stretch">
      <Group>
        <Button variant="default" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {t(shown ? "review.hideFiles" : "review.showFiles")}
        </Button>
      </Group>
      {shown && (
        <Suspense fallback={<Waiting />}>
          <TerraformFiles workspace={workspace} />
        </Suspense>
      )}
    </Stack>
  );
}
