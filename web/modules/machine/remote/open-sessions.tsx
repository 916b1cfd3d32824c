import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { endMachineSession, machineSessionsKey, readMachineSessions } from "../../../api/machine-sessions.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { useWords } from "../use-words.ts";

/** Who is at this machine now, and the way to end it. */
export function OpenSessions({ workspaceId }: { readonly workspaceId: string }) {
  const { t } = useTranslation();
  const { when } = useWords();
  const queries = useQueryClient();
  const sessions = useQuery({
    queryKey: machineSessionsKey(workspaceId),
    queryFn: () => readMachineSessions(workspaceId),
    refetchInterval: 10_000,
  });
  const end = useMutation({
    mutationFn: (sessionId: string) => endMachineSession(workspaceId, sessionId),
    onSettled: () => queries.invalidateQueries({ queryKey: machineSessionsKey(workspaceId) }),
  });
  const open = (sessions.data ?? []).filter(({ connected }) => connected);
  if (open.length === 0) return null;
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t("remote.openSessions")}
      </Title>
      <ProblemAlert error={end.error} />
      {open.map((session) => (
        <Group key={session.id} justify="space-between">
          <Text size="sm">
            {t(`remote.kinds.${session.kind}`)} · {session.site} ·{" "}
            {t("remote.openedBy", { who: session.userName, when: when(session.openedAt) })}
          </Text>
          <Button
            size="xs"
            variant="default"
            aria-label={`${t("remote.end")}: ${t(`remote.kinds.${session.kind}`)}, ${session.userName}`}
            onClick={() => end.mutate(session.id)}
          >
            {t("remote.end")}
          </Button>
        </Group>
      ))}
    </Stack>
  );
}
