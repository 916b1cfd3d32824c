import { Button, Card, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Run } from "../../../../src/contract/index.ts";
import { applyRun, discardRun } from "../../../api/runs.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { needsTypedName } from "../run-group.ts";

/** Yes or no to all plans that wait; where data goes, only with the machine's name. */
export function ApproveBar({ group }: { readonly group: readonly Run[] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  const waiting = group.filter(({ status }) => status === "planned");
  const name = waiting[0]?.workspaceName ?? "";
  const typedFor = needsTypedName(group);
  const refresh = () => client.invalidateQueries({ queryKey: ["runs"] });
  const approve = useMutation({
    mutationFn: () => forEach(waiting, ({ id }) => applyRun(id, typedFor === null ? undefined : typed.trim())),
    onSettled: refresh,
  });
  const discard = useMutation({ mutationFn: () => forEach(waiting, ({ id }) => discardRun(id)), onSettled: refresh });
  const allowed = waiting.every(({ allowedActions }) => allowedActions.includes("apply"));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const refused = typedFor !== null && typed.trim() !== name;
    setWrong(refused);
    if (!refused) approve.mutate();
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
