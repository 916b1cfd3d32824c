import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SiteKey, StateLockHolder } from "../../../../src/contract/index.ts";
import { statesKey, unlock } from "../../../api/states.ts";
import { Dialog } from "../../../components/dialog.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { useWords } from "../use-words.ts";

export interface LockNoticeProps {
  readonly workspaceId: string;
  readonly site: SiteKey;
  readonly lock: StateLockHolder;
}

/** Who holds a state's lock, and the way to take it away. */
export function LockNotice({ workspaceId, site, lock }: LockNoticeProps) {
  const { t } = useTranslation();
  const { when } = useWords();
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const take = useMutation({
    mutationFn: () => unlock(workspaceId, site, lock.lockId),
    onSuccess: () => client.invalidateQueries({ queryKey: statesKey(workspaceId, site) }),
    onSettled: () => setAsked(false),
  });
  const who = lock.person ?? lock.who ?? (lock.runId === null ? lock.lockId : t("states.lockRun"));
  return (
    <Alert color="orange" variant="outline">
      <Stack align="flex-start" gap="xs">
        <Text size="sm">{t("states.lockedBy", { who, when: when(lock.lockedAt) })}</Text>
        <ProblemAlert error={take.error} />
        <Button variant="default" size="xs" onClick={() => setAsked(true)}>
          {t("states.unlock")}
        </Button>
      </Stack>
      <Dialog title={t("states.unlock")} opened={asked} onClose={() => setAsked(false)}>
        <Text>{t("states.unlockAsk")}</Text>
        <Group>
          <Button color="red" loading={take.isPending} onClick={() => take.mutate()}>
            {t("states.unlock")}
          </Button>
          <Button variant="default" onClick={() => setAsked(false)}>
            {t("shell.cancel")}
          </Button>
        </Group>
      </Dialog>
    </Alert>
  );
}
