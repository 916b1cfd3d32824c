import { Group, Loader, Progress, Stack, Text } from "@mantine/core";
import { IconAlertCircle, IconCircle, IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Run, RunEvent } from "../../../../src/contract/index.ts";
import { countDone, joinProgress, type Step } from "../join-progress.ts";
import { useWords } from "../use-words.ts";

export interface RunStepsProps {
  readonly run: Run;
  readonly events: readonly RunEvent[];
}

/** How far an apply is: a bar, and each thing in words. */
export function RunSteps({ run, events }: RunStepsProps) {
  const { t } = useTranslation();
  const { title } = useWords();
  const steps = joinProgress(run.summary?.changes ?? [], events);
  if (steps.length === 0) return null;
  const done = countDone(steps);
  const words = t("runs.progressOf", { done, total: steps.length });
  return (
    <Stack gap="xs">
      <Text size="sm">{words}</Text>
      <Progress.Root size="lg">
        <Progress.Section
          value={(done / steps.length) * 100}
          aria-label={t("runs.progress")}
          aria-valuetext={words}
          color={steps.some(({ state }) => state === "errored") ? "red" : "blue"}
        />
      </Progress.Root>
      <ul className="steps">
        {steps.map((step) => (
          <li key={step.address}>
            <Text size="sm">{step.change === null ? step.address : title(step.change)}</Text>
            <StepState step={step} />
          </li>
        ))}
      </ul>
    </Stack>
  );
}

const ICONS = { waiting: IconCircle, complete: IconCircleCheck, errored: IconAlertCircle } as const;

function StepState({ step: { state, elapsedMs } }: { readonly step: Step }) {
  const { t } = useTranslation();
  const Icon = state === "started" ? null : ICONS[state];
  return (
    <Group gap={4} wrap="nowrap">
      <Text size="xs" c={state === "errored" ? "var(--mantine-color-error)" : "dimmed"}>
        {t(`runs.steps.${state}`)}
        {state === "complete" && elapsedMs !== null && elapsedMs >= 1_000
          ? `, ${t("runs.seconds", { count: Math.round(elapsedMs / 1_000) })}`
          : ""}
      </Text>
      {Icon === null ? <Loader size={14} aria-hidden /> : <Icon size={16} aria-hidden />}
    </Group>
  );
}
