import { Button, Group, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { SiteKey } from "../../../../src/contract/index.ts";
import { rollBack, statesKey } from "../../../api/states.ts";
import { Dialog } from "../../../components/dialog.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";

export interface RollbackDialogProps {
  readonly workspaceId: string;
  readonly site: SiteKey;
  /** The version to go back to; null: nobody asked. */
  readonly serial: number | null;
  readonly onClose: () => void;
}

/** Asks before an old version's content becomes the newest, and says what that does and does not do. */
export function RollbackDialog({ workspaceId, site, serial, onClose }: RollbackDialogProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const back = useMutation({
    mutationFn: (wanted: number) => rollBack(workspaceId, site, wanted),
    onSuccess: () => client.invalidateQueries({ queryKey: statesKey(workspaceId, site) }),
    onSettled: onClose,
  });
  return (
    <>
      <ProblemAlert error={back.error} />
      {back.data !== undefined && (
        <Text role="status">
          {t("states.rolledBack", { serial: back.data.version.serial, restored: back.data.restored })}
        </Text>
      )}
      <Dialog title={t("states.rollback")} opened={serial !== null} onClose={onClose}>
        <Text>{t("states.rollbackAsk", { serial: serial ?? 0 })}</Text>
        <Group>
          <Button
            color="red"
            loading={back.isPending}
            onClick={() => {
              if (serial !== null) back.mutate(serial);
            }}
          >
            {t("states.rollback")}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("shell.cancel")}
          </Button>
        </Group>
      </Dialog>
    </>
  );
}
