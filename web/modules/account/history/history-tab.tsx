import { Button, Group, Stack, Table, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { historyKey, readHistory, readHistoryFile } from "../../../api/account-history.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { saveFile } from "../../../components/save-file.ts";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import { Section } from "../../../components/section.tsx";
import { useActs } from "../../../components/use-acts.ts";
import { useWhen } from "../../../components/use-when.ts";
import { Waiting } from "../../../components/waiting.tsx";
import { namesIn } from "./names-in.ts";
import { worthTelling } from "./worth-telling.ts";

/** Who did what in the account that is acted for. */
export function HistoryTab() {
  const { t } = useTranslation();
  const when = useWhen();
  const act = useActs();
  const history = useInfiniteQuery({
    queryKey: historyKey,
    queryFn: ({ pageParam }) => readHistory(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  const keep = useMutation({
    mutationFn: readHistoryFile,
    onSuccess: (text) => saveFile("audit.csv", text, "text/csv"),
  });
  const entries = history.data?.pages.flatMap(({ items }) => items.filter(worthTelling)) ?? [];
  const nameOf = namesIn(entries);
  return (
    <Section title={t("account.tabs.history")} text={t("account.history.text")}>
      <ProblemAlert error={history.error ?? keep.error} />
      {history.isPending && <Waiting />}
      {history.data !== undefined && (
        <Stack>
          <ScrollTable label={t("account.tabs.history")} minWidth={760}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("account.history.at")}</Table.Th>
                <Table.Th>{t("account.history.who")}</Table.Th>
                <Table.Th>{t("account.history.what")}</Table.Th>
                <Table.Th>{t("account.history.to")}</Table.Th>
                <Table.Th>{t("account.history.outcome")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {entries.map((entry) => (
                <Table.Tr key={entry.sequence}>
                  <Table.Td>{when(entry.at)}</Table.Td>
                  <Table.Td>
                    {entry.userName}
                    <Text size="xs" c="dimmed">
                      {entry.remoteAddress}
                    </Text>
                  </Table.Td>
                  <Table.Td>{act(entry.action)}</Table.Td>
                  <Table.Td>{nameOf(entry)}</Table.Td>
                  <Table.Td>{t(`account.history.outcomes.${entry.outcome}`)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </ScrollTable>
          <Group>
            {history.hasNextPage && (
              <Button
                variant="default"
                loading={history.isFetchingNextPage}
                onClick={() => void history.fetchNextPage()}
              >
                {t("account.history.more")}
              </Button>
            )}
            <Button variant="default" loading={keep.isPending} onClick={() => keep.mutate()}>
              {t("account.history.file")}
            </Button>
          </Group>
        </Stack>
      )}
    </Section>
  );
}
