import { Badge, Group, Stack, Table, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Session } from "../../../../src/contract/index.ts";
import { endOtherSessions, endSession, readSessions, sessionsKey } from "../../../api/account.ts";
import { ConfirmButton } from "../../../components/confirm-button.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import { Section } from "../../../components/section.tsx";
import { useWhen } from "../../../components/use-when.ts";
import { browserName } from "./browser-name.ts";

/** Everywhere the person is signed in. */
export function SessionList() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const sessions = useQuery({ queryKey: sessionsKey, queryFn: readSessions });
  const refresh = () => client.invalidateQueries({ queryKey: sessionsKey });
  return (
    <Section title={t("account.security.sessionsTitle")} text={t("account.security.sessionsText")}>
      <QueryView query={sessions}>
        {(all) => (
          <Stack>
            <ScrollTable label={t("account.security.sessionsTitle")} minWidth={640}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("account.security.browser")}</Table.Th>
                  <Table.Th>{t("account.security.address")}</Table.Th>
                  <Table.Th>{t("account.lastUsed")}</Table.Th>
                  <Table.Th>{t("account.actions")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {all.map((session) => (
                  <Row key={session.id} session={session} onEnded={refresh} />
                ))}
              </Table.Tbody>
            </ScrollTable>
            {all.length > 1 && (
              <Group>
                <ConfirmButton
                  label={t("account.security.endOthers")}
                  question={t("account.security.endOthersAsk")}
                  action={endOtherSessions}
                  onDone={refresh}
                />
              </Group>
            )}
          </Stack>
        )}
      </QueryView>
    </Section>
  );
}

function Row({ session, onEnded }: { readonly session: Session; readonly onEnded: () => unknown }) {
  const { t } = useTranslation();
  const when = useWhen();
  const browser = browserName(session.userAgent) ?? t("account.security.unknownBrowser");
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm">{browser}</Text>
        <Text size="xs" c="dimmed">
          {t("account.security.since", { when: when(session.createdAt) })}
        </Text>
      </Table.Td>
      <Table.Td>{session.remoteAddress}</Table.Td>
      <Table.Td>{when(session.lastUsedAt)}</Table.Td>
      <Table.Td>
        {session.current ? (
          <Badge tt="none" color="teal.9">
            {t("account.security.thisOne")}
          </Badge>
        ) : (
          <ConfirmButton
            label={t("account.security.end")}
            spoken={t("account.security.endOf", { browser })}
            question={t("account.security.endAsk")}
            action={() => endSession(session.id)}
            onDone={onEnded}
          />
        )}
      </Table.Td>
    </Table.Tr>
  );
}
