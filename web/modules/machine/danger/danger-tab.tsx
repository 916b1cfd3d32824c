import { Button, Card, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { planAnew } from "../../../api/runs.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import type { TabProps } from "../machine-tabs.ts";
import { ForgetButton } from "./forget-button.tsx";
import { TransferForm } from "./transfer-form.tsx";

/** What cannot be taken back. */
export function DangerTab({ workspace }: TabProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [, goTo] = useLocation();
  const exists = workspace.sites.some(({ hasState }) => hasState);
  const destroy = useMutation({
    mutationFn: () => planAnew(workspace.id, "destroy"),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ["runs"] });
      goTo(`/app/machines/${workspace.id}/review`);
    },
  });
  return (
    <Stack gap="lg">
      <Part title={t("machine.danger.destroyTitle")} text={t("machine.danger.destroyText")}>
        <ProblemAlert error={destroy.error} />
        {exists ? (
          <Button color="red" loading={destroy.isPending} onClick={() => destroy.mutate()}>
            {t("machine.danger.destroy")}
          </Button>
        ) : (
          <Text size="sm">{t("machine.danger.destroyNothing")}</Text>
        )}
      </Part>
      <Part title={t("machine.danger.forgetTitle")} text={t("machine.danger.forgetText")}>
        {exists ? <Text size="sm">{t("machine.danger.forgetNotYet")}</Text> : <ForgetButton workspace={workspace} />}
      </Part>
      <Part title={t("machine.danger.transferTitle")} text={t("machine.danger.transferText")}>
        <TransferForm workspaceId={workspace.id} />
      </Part>
    </Stack>
  );
}

interface PartProps {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}

function Part({ title, text, children }: PartProps) {
  return (
    <Card withBorder component="section" aria-label={title}>
      <Stack align="flex-start">
        <div>
          <Title order={2} size="h4">
            {title}
          </Title>
          <Text size="sm">{text}</Text>
        </div>
        {children}
      </Stack>
    </Card>
  );
}
