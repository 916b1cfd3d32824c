import { Group, List, Loader, Stack, Text, ThemeIcon } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ConnectionStep } from "../../../../src/contract/index.ts";
import { useCloudWords } from "./use-cloud-words.ts";

export interface ConnectionStepsProps {
  readonly steps: readonly ConnectionStep[];
  /** More of them are to come. */
  readonly running?: boolean;
}

/** The steps of a connection test as they end; a failed one says what to do. */
export function ConnectionSteps({ steps, running = false }: ConnectionStepsProps) {
  const { t } = useTranslation();
  const { step: name, said } = useCloudWords();
  return (
    <Stack gap="xs" aria-live="polite">
      <List spacing="xs" listStyleType="none" aria-label={t("clouds.test.steps")}>
        {steps.map((step) => (
          <List.Item key={step.step} icon={<Mark step={step} />}>
            <Text size="sm">
              <strong>{name(step.step)}</strong>: {said(step.detail)}
            </Text>
            {step.remedy !== null && (
              <Text size="sm">
                {!step.ok && <strong>{t("problems.whatToDo")}: </strong>}
                {said(step.remedy)}
              </Text>
            )}
          </List.Item>
        ))}
      </List>
      {running && (
        <Group gap="xs">
          <Loader size="xs" aria-hidden />
          <Text size="sm">{t(steps.length === 0 ? "clouds.test.first" : "clouds.test.next")}</Text>
        </Group>
      )}
    </Stack>
  );
}

function Mark({ step: { ok, remedy } }: { readonly step: ConnectionStep }) {
  const { t } = useTranslation();
  const [color, Icon, label] = !ok
    ? (["red.9", IconX, "clouds.test.failed"] as const)
    : remedy === null
      ? (["teal.9", IconCheck, "clouds.test.ok"] as const)
      : (["orange.9", IconAlertTriangle, "clouds.test.warns"] as const);
  return (
    <ThemeIcon color={color} size={22} radius="xl">
      <Icon size={14} role="img" aria-label={t(label)} />
    </ThemeIcon>
  );
}
