import { Stack, Table, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { User } from "../../../../src/contract/index.ts";
import { endUserSession, readUserSessions, userSessionsKey } from "../../../api/admin.ts";
import { ConfirmButton } from "../../../components/confirm-button.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import { useWhen } from "../../../components/use-when.ts";
import { browserName } from "../../account/security/browser-name.ts";

/** Everywhere a person is signed in, and the end of it. */
export function UserSessions({ user }: { readonly user: User }) {
  const { t } = useTranslation();
  const when = useWhen();
  const client = useQueryClient();
  const queryKey = userSessionsKey(user.id);
  const sessions = useQuery({ queryKey, queryFn: () => readUserSessions(user.id) });
  return (
    <Stack gap="xs">
      <Title order={3} size="h4">
        {t("admin.users.sessions.title")}
      </Title>
      <QueryView query={sessions}>
        {(open) =>
          open.length === 0 ? (
            <Text size="sm">{t("admin.users.sessions.none")}</Text>
          ) : (
            <ScrollTable label={t("admin.users.sessions.title")} minWidth={560}>
              <Table.Thead>
                <Table.Tr>
                  {(["browser", "address", "lastUsed", "action"] as const).map((head) => (
                    <Table.Th key={head}>{t(`admin.users.sessions.heads.${head}`)}</Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {open.map(({ id, userAgent, remoteAddress, lastUsedAt }) => (
                  <Table.Tr key={id}>
                    <Table.Td>{browserName(userAgent) ?? t("admin.users.sessions.unknown")}</Table.Td>
                    <Table.Td>{remoteAddress}</Table.Td>
                    <Table.Td>{when(lastUsedAt)}</Table.Td>
                    <Table.Td>
                      <ConfirmButton
                        label={t("admin.users.sessions.end")}
                        spoken={t("admin.users.sessions.endOf", { browser: browserName(userAgent) ?? "–" })}
                        question={t("admin.users.sessions.endAsk", { name: user.name })}
                        action={() => endUserSession(user.id, id)}
                        onDone={() => client.invalidateQueries({ queryKey })}
                      />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </ScrollTable>
          )
        }
      </QueryView>
    </Stack>
  );
}
