import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Run, RunEvent } from "../../../../src/contract/index.ts";

export interface RunWaitingProps {
  readonly run: Run;
  /** The log so far; its last line tells what is being done. */
  readonly events: readonly RunEvent[];
  /** How long a plan usually takes. */
  readonly usualSeconds?: number;
}

/** What a run does now, or why it stands still, and how long that usually takes. */
export function RunWaiting({ run, events, usualSeconds }: RunWaitingProps) {
  const { t, i18n } = useTranslation();
  const { waitingFor, queuePosition, status, cancelRequested } = run;
  const phase = events.findLast((event) => event.phase !== null)?.phase ?? "prepare";
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
      {usualSeconds !== undefined && status !== "applying" && status !== "confirmed" && (
        <Text size="sm" c="dimmed">
          {t("runs.usually", { seconds: usualSeconds })}
        </Text>
      )}
      {(status === "applying" || status === "confirmed") && (
        <Text size="sm" c="dimmed">
          {t("runs.usuallyApply")}
        </Text>
      )}
    </>
  );
}
