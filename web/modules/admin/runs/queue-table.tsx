import { Button, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { QueuedRun } from "../../../../src/contract/index.ts";
import { cancelAnyRun, queueKey } from "../../../api/admin.ts";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import { StatusBadge } from "../../machine/runs/status-badge.tsx";
import { usePlaces } from "../../machine/use-places.ts";
import { useWords } from "../../machine/use-words.ts";

/** Runs of everybody: what, whose, where, and why one waits; each can be canceled. */
export function QueueTable({ runs }: { readonly runs: readonly QueuedRun[] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asked, setAsked] = useState<QueuedRun | null>(null);
  const force = asked?.allowedActions.includes("force-cancel") === true;
  const cancel = useMutation({
    mutationFn: (run: QueuedRun) => cancelAnyRun(run.id, run.allowedActions.includes("force-cancel")),
    async onSuccess() {
      setAsked(null);
      await client.invalidateQueries({ queryKey: queueKey });
    },
  });
  return (
    <>
      <ScrollTable label={t("admin.sections.runs")} minWidth={900}>
        <Table.Thead>
          <Table.Tr>
            {(["machine", "owner", "where", "state", "since", "action"] as const).map((head) => (
              <Table.Th key={head}>{t(`admin.queue.heads.${head}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runs.map((run) => (
            <QueueRow
              key={run.id}
              run={run}
              onCancel={() => {
                cancel.reset();
                setAsked(run);
              }}
            />
          ))}
        </Table.Tbody>
      </ScrollTable>
      <ConfirmDialog
        title={t("admin.queue.cancelTitle")}
        action={t(force ? "runs.forceCancel" : "runs.cancel")}
        opened={asked !== null}
        busy={cancel.isPending}
        error={cancel.error}
        {...(force && asked !== null && { typed: asked.workspaceName })}
        onConfirm={() => {
          if (asked !== null) cancel.mutate(asked);
        }}
        onClose={() => setAsked(null)}
      >
        {t("admin.queue.cancelAsk", { name: asked?.workspaceName ?? "", owner: asked?.owner.name ?? "" })}{" "}
        {force && t("runs.forceAsk")}
      </ConfirmDialog>
    </>
  );
}

function QueueRow({ run, onCancel }: { readonly run: QueuedRun; readonly onCancel: () => void }) {
  const { t, i18n } = useTranslation();
  const { kind, when } = useWords();
  const { site } = usePlaces();
  const { waitingFor, queuePosition, workerHost, allowedActions } = run;
  const cancelable = allowedActions.includes("cancel") || allowedActions.includes("force-cancel");
  return (
    <Table.Tr>
      <Table.Th scope="row" className="top">
        {run.workspaceName}
        <Text size="xs">{kind(run)}</Text>
      </Table.Th>
      <Table.Td className="top">
        {run.owner.name}
        {run.createdByName !== run.owner.name && (
          <Text size="xs" c="dimmed">
            {t("admin.queue.by", { name: run.createdByName })}
          </Text>
        )}
      </Table.Td>
      <Table.Td className="top">{site(run)}</Table.Td>
      <Table.Td className="top">
        <Stack gap={4} align="flex-start">
          <StatusBadge run={run} />
          {workerHost !== null && <Text size="xs">{t("admin.queue.at", { host: workerHost })}</Text>}
          {waitingFor !== null && (
            <Text size="xs">
              {i18n.language === "en" ? waitingFor.text : t(`runs.waiting.${waitingFor.reason}`)}{" "}
              {i18n.language !== "en" && queuePosition !== null && t("runs.queue", { position: queuePosition })}
            </Text>
          )}
          {run.cancelRequested !== "no" && <Text size="xs">{t("runs.cancelAsked")}</Text>}
        </Stack>
      </Table.Td>
      <Table.Td className="top">{when(run.createdAt)}</Table.Td>
      <Table.Td className="top">
        {cancelable && (
          <Button
            size="xs"
            color="red"
            variant="outline"
            aria-label={t("admin.queue.cancelOf", { name: run.workspaceName, site: site(run) })}
            onClick={onCancel}
          >
            {t(allowedActions.includes("force-cancel") ? "runs.forceCancel" : "admin.queue.cancel")}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
