import { Button, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { deliveriesKey, readDeliveries, redeliver } from "../../../api/webhooks.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import { useWhen } from "../../../components/use-when.ts";
import { useEventName } from "./use-event-name.ts";

/** What was sent to a webhook and what waits; any of it can be sent once more. */
export function DeliveryList({ webhookId }: { readonly webhookId: string }) {
  const { t } = useTranslation();
  const when = useWhen();
  const eventName = useEventName();
  const client = useQueryClient();
  const deliveries = useQuery({
    queryKey: deliveriesKey(webhookId),
    queryFn: () => readDeliveries(webhookId),
    refetchInterval: 3_000,
  });
  const again = useMutation({
    mutationFn: (id: string) => redeliver(webhookId, id),
    onSuccess: () => client.invalidateQueries({ queryKey: deliveriesKey(webhookId) }),
  });
  return (
    <QueryView query={deliveries}>
      {(all) => {
        if (all.length === 0) return <Text>{t("account.webhooks.nothingSent")}</Text>;
        return (
          <Stack>
            <ProblemAlert error={again.error} />
            <ScrollTable label={t("account.webhooks.deliveries")} minWidth={640}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("account.webhooks.event")}</Table.Th>
                  <Table.Th>{t("account.webhooks.at")}</Table.Th>
                  <Table.Th>{t("account.webhooks.result")}</Table.Th>
                  <Table.Th>{t("account.actions")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {all.map((delivery) => (
                  <Table.Tr key={delivery.id}>
                    <Table.Td>{eventName(delivery.event)}</Table.Td>
                    <Table.Td>{when(delivery.createdAt)}</Table.Td>
                    <Table.Td>
                      {t(`account.webhooks.results.${delivery.status}`)}
                      <Text size="xs" c="dimmed">
                        {delivery.responseStatus !== null && `HTTP ${delivery.responseStatus} `}
                        {delivery.failure}
                      </Text>
                      {delivery.status === "waiting" && delivery.nextAttemptAt !== null && delivery.attempts > 0 && (
                        <Text size="xs" c="dimmed">
                          {t("account.webhooks.nextTry", { when: when(delivery.nextAttemptAt) })}
                        </Text>
                      )}
                    </Table.Td>
                    <Table.Td>
                      <Button
                        size="xs"
                        variant="default"
                        loading={again.isPending && again.variables === delivery.id}
                        onClick={() => again.mutate(delivery.id)}
                        aria-label={`${t("account.webhooks.again")}: ${eventName(delivery.event)}, ${when(delivery.createdAt)}`}
                      >
                        {t("account.webhooks.again")}
                      </Button>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </ScrollTable>
          </Stack>
        );
      }}
    </QueryView>
  );
}
