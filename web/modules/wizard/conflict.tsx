import { Button, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../../api/problem-error.ts";
import { readRevision, readWorkspace } from "../../api/requirements.ts";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { fromRequirement, type Values } from "./values.ts";

export interface ConflictProps {
  readonly error: unknown;
  readonly workspaceId: string;
  /** Gets the latest revision's number and values. */
  readonly onRead: (basedOn: number, base: Values, hadPassword: boolean) => void;
}

/** What the service refused; where somebody else was faster, with a way to put one's changes on theirs. */
export function Conflict({ error, workspaceId, onRead }: ConflictProps) {
  const { t } = useTranslation();
  const latest = useMutation({
    mutationFn: async () => {
      const workspace = await readWorkspace(workspaceId);
      return readRevision(workspaceId, workspace.revision);
    },
    onSuccess: ({ number, requirement }) =>
      onRead(number, fromRequirement(requirement), requirement.access.passwordHash !== null),
  });
  if (!(error instanceof ProblemError) || error.problem.code !== "revision-conflict")
    return <ProblemAlert error={error} />;
  return (
    <Stack gap="xs" align="flex-start">
      <ProblemAlert error={error} />
      <Text>{t("wizard.change.conflict")}</Text>
      <Button variant="default" loading={latest.isPending} onClick={() => latest.mutate()}>
        {t("wizard.change.rebase")}
      </Button>
      <ProblemAlert error={latest.error} />
    </Stack>
  );
}
