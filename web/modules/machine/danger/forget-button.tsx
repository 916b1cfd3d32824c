import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import type { Workspace } from "../../../../src/contract/index.ts";
import { workspacesKey } from "../../../api/machines.ts";
import { forgetWorkspace } from "../../../api/workspace.ts";
import { Dialog } from "../../../components/dialog.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";

/** Removes a machine that is nowhere any more from one's list. */
export function ForgetButton({ workspace: { id, name } }: { readonly workspace: Workspace }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [, goTo] = useLocation();
  const [asked, setAsked] = useState(false);
  const forget = useMutation({
    mutationFn: () => forgetWorkspace(id),
    async onSuccess() {
      notifications.show({ message: t("machine.danger.forgotten", { name }) });
      goTo("/app/machines");
      await client.invalidateQueries({ queryKey: workspacesKey, exact: true });
    },
    onError: () => setAsked(false),
  });
  return (
    <>
      <ProblemAlert error={forget.error} />
      <Button color="red" variant="outline" onClick={() => setAsked(true)}>
        {t("machine.danger.forget")}
      </Button>
      <Dialog title={t("machine.danger.forgetTitle")} opened={asked} onClose={() => setAsked(false)}>
        <Text>{t("machine.danger.forgetAsk", { name })}</Text>
        <Group>
          <Button color="red" loading={forget.isPending} onClick={() => forget.mutate()}>
            {t("machine.danger.forget")}
          </Button>
          <Button variant="default" onClick={() => setAsked(false)}>
            {t("shell.cancel")}
          </Button>
        </Group>
      </Dialog>
    </>
  );
}
