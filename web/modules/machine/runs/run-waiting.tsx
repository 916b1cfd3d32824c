import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Run, RunEvent } from "../../../../src/contract/index.ts";
import { readLatestRuns } from "../../../api/runs.ts";
import { usualApplySeconds, usualPlanSeconds } from "../run-group.ts";

export interface RunWaitingProps {
  readonly run: Run;
  /** The log so far; its last line tells what is being done. */
  readonly events: readonly RunEvent[];
}

/** What a run does now, or why it stands still, and how long that usually takes. */
export function RunWaiting({ run, events }: RunWaitingProps) {
  const { t, i18n } = useTranslation();
  const { waitingFor, queuePosition, status, cancelRequested } = run;
  const phase = events.findLast((event) => event.phase !== null)?.phase ?? "prepare";
  const latest = useQuery({ queryKey: ["usual-times"], queryFn: readLatestRuns, staleTime: 60_000 });
  const former = latest.data ?? [];
  const applies = status === "applying" || status === "confirmed";
  const usual = applies ? usualApplySeconds(former, run) : usualPlanSeconds(former);
  const works = status === "planning" || status === "applying";
  return (
    <>
      {works && <Text>{t(`runs.phases.${status === "applying" ? "apply" : phase}`)}…</Text>}
      {waitingFor !== null && (
        <Text size="sm">
          {i18n.language === "en" ? waitingFor.text : t(`runs.waiting.${waitingFor.reason}`)}{" "}
          {i18n.language !== "en" && queuePosition !== null && t("runs.queue", { position: queuePosition })}
        </Text>
      )}
      {cancelRequested !== "no" && works && (
        <Text size="sm">{t(cancelRequested === "forced" ? "runs.forced" : "runs.cancelAsked")}</Text>
      )}
      <Text size="sm" c="dimmed">
        {usual === null ? t("runs.usuallyApply") : t("runs.usually", { seconds: usual })}
      </Text>
    </>
  );
}
