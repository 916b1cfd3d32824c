import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RunKind } from "../../../src/contract/index.ts";
import type { Machine } from "./group-machines.ts";
import { startPlans } from "./start-plans.ts";

export interface ChosenBarProps {
  readonly chosen: readonly Machine[];
  readonly onClear: () => void;
}

/** What can be done with all chosen machines at once. Approving is done one by one: each plan is reviewed. */
export function ChosenBar({ chosen, onClear }: ChosenBarProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [done, setDone] = useState(0);
  const start = useMutation({
    mutationFn: (kind: RunKind) => startPlans(chosen, kind, setDone),
    async onSuccess() {
      onClear();
      await client.invalidateQueries({ queryKey: ["workspaces"] });
    },
  });
  const begin = (kind: RunKind) => {
    setDone(0);
    start.mutate(kind);
  };
  return (
    <Stack gap="xs">
      {chosen.length > 0 && (
        <Group>
          <Text size="sm">{t("list.chosen", { count: chosen.length })}</Text>
          <Button size="xs" loading={start.isPending} onClick={() => begin("apply")}>
            {t("list.planChosen")}
          </Button>
          <Button size="xs" color="red" variant="outline" loading={start.isPending} onClick={() => begin("destroy")}>
            {t("list.destroyChosen")}
          </Button>
          <Button size="xs" variant="default" disabled={start.isPending} onClick={onClear}>
            {t("list.clear")}
          </Button>
        </Group>
      )}
      {start.isPending && <Text role="status">{t("list.working", { done, total: chosen.length })}</Text>}
      {start.data !== undefined && (
        <Stack gap={4} role="status">
          {start.data.started > 0 && <Text>{t("list.started", { count: start.data.started })}</Text>}
          <ul>
            {start.data.refused.map(({ name, error }) => (
              <li key={name}>
                {t("list.refused", { name, why: error instanceof Error ? error.message : String(error) })}
              </li>
            ))}
          </ul>
        </Stack>
      )}
    </Stack>
  );
}
