import { Alert, Button, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { enginePinKey, readEnginePin, upgradeEngine } from "../../../api/workspace.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";

/** Says so when runs wait for versions of Terraform that are not here, with the way out. */
export function EngineNotice({ workspaceId }: { readonly workspaceId: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const pin = useQuery({ queryKey: enginePinKey(workspaceId), queryFn: () => readEnginePin(workspaceId) });
  const move = useMutation({
    mutationFn: () => upgradeEngine(workspaceId),
    onSuccess: (moved) => client.setQueryData(enginePinKey(workspaceId), moved),
  });
  if (move.isSuccess) return <Text role="status">{t("machine.enginePin.moved")}</Text>;
  const waiting = pin.data?.waiting ?? null;
  if (waiting === null) return null;
  return (
    <Alert color="orange" variant="outline" title={t("machine.enginePin.title")}>
      <Stack align="flex-start" gap="xs">
        <Text size="sm">{waiting}</Text>
        <ProblemAlert error={move.error} />
        <Button variant="default" size="xs" loading={move.isPending} onClick={() => move.mutate()}>
          {t("machine.enginePin.move")}
        </Button>
      </Stack>
    </Alert>
  );
}
