import { Alert, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { queueKey, readQueue } from "../../../api/admin.ts";
import { readStatus } from "../../../api/status.ts";
import { QueryView } from "../../../components/query-view.tsx";
import { QueueTable } from "./queue-table.tsx";
import { WorkerTable } from "./worker-table.tsx";

const EVERY_MS = 3_000;

/** Everybody's runs that are at work or wait, and the workers that take them. */
export function QueueSection() {
  const { t } = useTranslation();
  const runs = useQuery({ queryKey: queueKey, queryFn: readQueue, refetchInterval: EVERY_MS });
  const status = useQuery({ queryKey: ["status"], queryFn: readStatus, refetchInterval: EVERY_MS });
  const workers = status.data?.workers ?? [];
  const alive = workers.filter(({ state }) => state === "alive");
  return (
    <Stack>
      <QueryView query={runs}>
        {(all) => {
          const waiting = all.filter(({ status: one }) => one === "pending" || one === "confirmed").length;
          const working = all.filter(({ status: one }) => one === "planning" || one === "applying").length;
          const reviews = all.filter(({ status: one }) => one === "planned").length;
          return (
            <>
              <Text role="status">{t("admin.queue.depth", { waiting, working, reviews })}</Text>
              {status.data !== undefined && alive.length === 0 && (
                <Alert color="orange" variant="outline" role="alert">
                  {t("admin.queue.noWorker")}
                </Alert>
              )}
              {all.length === 0 ? <Text>{t("admin.queue.none")}</Text> : <QueueTable runs={all} />}
            </>
          );
        }}
      </QueryView>
      <Title order={2} size="h4">
        {t("admin.queue.workers")}
      </Title>
      {status.data !== undefined && workers.length === 0 && <Text>{t("admin.queue.noWorkers")}</Text>}
      {workers.length > 0 && <WorkerTable workers={workers} />}
    </Stack>
  );
}
