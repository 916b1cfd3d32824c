import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Run } from "../../../../src/contract/index.ts";
import { cancelRun } from "../../../api/runs.ts";
import { Dialog } from "../../../components/dialog.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";

/** What a person may do with a run now, by its own word (`allowedActions`). */
export function RunButtons({ run }: { readonly run: Run }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const cancel = useMutation({
    mutationFn: (force: boolean) => cancelRun(run.id, force),
    onSuccess: () => client.invalidateQueries({ queryKey: ["runs"] }),
    onSettled: () => setAsked(false),
  });
  const may = (action: Run["allowedActions"][number]) => run.allowedActions.includes(action);
  const home = `/app/machines/${run.workspaceId}`;
  return (
    <Stack gap="xs" align="flex-start">
      <ProblemAlert error={cancel.error} />
      <Group>
        {run.status === "planned" && (
          <Button component={Link} href={`${home}/review`}>
            {t("runs.toReview")}
          </Button>
        )}
        {may("repair") && (
          <Button component={Link} href={`${home}/repair`}>
            {t("runs.toRepair")}
          </Button>
        )}
        {may("cancel") && run.status !== "planned" && (
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(false)}>
            {t("runs.cancel")}
          </Button>
        )}
        {may("force-cancel") && (
          <Button color="red" onClick={() => setAsked(true)}>
            {t("runs.forceCancel")}
          </Button>
        )}
      </Group>
      <Dialog title={t("runs.forceCancel")} opened={asked} onClose={() => setAsked(false)}>
        <Text>{t("runs.forceAsk")}</Text>
        <Group>
          <Button color="red" loading={cancel.isPending} onClick={() => cancel.mutate(true)}>
            {t("runs.forceCancel")}
          </Button>
          <Button variant="default" onClick={() => setAsked(false)}>
            {t("shell.cancel")}
          </Button>
        </Group>
      </Dialog>
    </Stack>
  );
}
