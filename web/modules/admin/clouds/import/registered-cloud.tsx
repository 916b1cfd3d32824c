import { Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Cloud } from "../../../../../src/contract/index.ts";
import { ProblemAlert } from "../../../../components/problem-alert.tsx";
import { Section } from "../../../../components/section.tsx";
import { BusyFor } from "../busy-for.tsx";
import { ConnectionSteps } from "../connection-steps.tsx";
import type { ConnectionTest } from "../use-connection-test.ts";

export interface RegisteredCloudProps {
  readonly cloud: Cloud;
  readonly test: ConnectionTest;
  /** Left out when the text told of this cloud only. */
  readonly onAnother?: () => void;
}

/** A cloud that was registered from a text, and its connection test as it goes. */
export function RegisteredCloud({ cloud, test, onAnother }: RegisteredCloudProps) {
  const { t } = useTranslation();
  return (
    <Section title={t("cloudImport.done", { name: cloud.name })}>
      <Stack align="flex-start">
        {test.busy && <BusyFor what={t("clouds.test.running")} usually={t("clouds.test.usually")} />}
        <ConnectionSteps steps={test.steps} running={test.busy} />
        <ProblemAlert error={test.error} />
        {test.ended && (
          <Text role="status" fw={600}>
            {t(test.failed ? "clouds.test.endFailed" : "clouds.test.endOk")}
          </Text>
        )}
        <Group>
          <Button component={Link} href={`/app/clouds/${cloud.id}`}>
            {t("cloudImport.toCloud", { name: cloud.name })}
          </Button>
          {onAnother !== undefined && (
            <Button variant="default" onClick={onAnother}>
              {t("cloudImport.another")}
            </Button>
          )}
        </Group>
      </Stack>
    </Section>
  );
}
