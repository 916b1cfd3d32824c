import { Button, Card, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChangePreview, Run } from "../../../../src/contract/index.ts";
import { applyRun, discardRun } from "../../../api/runs.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { needsTypedName } from "../run-group.ts";

export interface ApproveBarProps {
  readonly group: readonly Run[];
  /** Null until it is known what the change means. */
  readonly preview: ChangePreview | null;
}

/** Yes or no to all plans that wait; where what serves loses data, only with the machine's name. */
export function ApproveBar({ group, preview }: ApproveBarProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  const waiting = group.filter(({ status }) => status === "planned");
  const name = waiting[0]?.workspaceName ?? "";
  const typedFor = needsTypedName(group, preview);
  const refresh = () => client.invalidateQueries({ queryKey: ["runs"] });
  const approve = useMutation({
    mutationFn: (runs: readonly Run[]) =>
      forEach(runs, ({ id }) => applyRun(id, typedFor === null ? undefined : typed.trim())),
    onSettled: refresh,
  });
  const discard = useMutation({ mutationFn: () => forEach(waiting, ({ id }) => discardRun(id)), onSettled: refresh });
  const allowed = waiting.every(({ allowedActions }) => allowedActions.includes("apply"));
  const standby = waiting.filter(({ role }) => role === "standby");
  const approveAll = (runs: readonly Run[]) => {
    const refused = needsTypedName(runs, preview) !== null && typed.trim() !== name;
    setWrong(refused);
    if (!refused) approve.mutate(runs);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    approveAll(waiting);
  };
  const destroys = waiting.every(({ kind }) => kind === "destroy");
  return (
    <Card withBorder>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert error={approve.error ?? discard.error} />
          {allowed && typedFor !== null && (
            <>
              <Text fw={600}>{t(typedFor === "data" ? "review.typeNameData" : "review.typeNameDestroy")}</Text>
              <TextInput
                label={t("review.typeName", { name })}
                maw={420}
                autoComplete="off"
                spellCheck={false}
                required
                value={typed}
                error={wrong ? t("review.notTheName") : null}
                onChange={(event) => setTyped(event.currentTarget.value)}
              />
            </>
          )}
          <Group>
            {allowed && (
              <Button type="submit" color={typedFor === null ? "blue" : "red"} loading={approve.isPending}>
                {t(destroys ? "review.approveDestroy" : "review.approve")}
              </Button>
            )}
            {allowed && standby.length > 0 && standby.length < waiting.length && (
              <Button variant="default" loading={approve.isPending} onClick={() => approveAll(standby)}>
                {t("review.approveStandby")}
              </Button>
            )}
            <Button variant="default" loading={discard.isPending} onClick={() => discard.mutate()}>
              {t("review.discard")}
            </Button>
            {allowed && waiting.length > 1 && (
              <Text size="sm" c="dimmed">
                {t("review.approveText")}
              </Text>
            )}
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

/** One refusal does not keep the other place from its turn; it is told afterwards. */
async function forEach(runs: readonly Run[], act: (run: Run) => Promise<unknown>): Promise<void> {
  const ends = await Promise.allSettled(runs.map(act));
  const refused = ends.find((end) => end.status === "rejected");
  if (refused !== undefined) throw refused.reason;
}
