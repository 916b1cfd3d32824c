import { NativeSelect, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Me, Member, MemberRole, Organisation } from "../../../../src/contract/index.ts";
import { changeRole, membersKey, organisationsKey, readMembers, removeMember } from "../../../api/organisations.ts";
import { ConfirmButton } from "../../../components/confirm-button.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import { useWhen } from "../../../components/use-when.ts";

const ROLES: readonly MemberRole[] = ["owner", "member", "viewer"];

export interface MemberListProps {
  readonly organisation: Organisation;
  readonly me: Me;
}

/** Everybody in an organisation; its owners give roles and take people out. */
export function MemberList({ organisation: { id, role }, me }: MemberListProps) {
  const { t } = useTranslation();
  const when = useWhen();
  const client = useQueryClient();
  const members = useQuery({ queryKey: membersKey(id), queryFn: () => readMembers(id) });
  const owns = role === "owner";
  const refresh = () => client.invalidateQueries({ queryKey: organisationsKey });
  const give = useMutation({
    mutationFn: ({ member, to }: { member: Member; to: MemberRole }) => changeRole(id, member.userId, to),
    onSettled: refresh,
  });
  return (
    <QueryView query={members}>
      {(all) => (
        <Stack>
          <ProblemAlert error={give.error} />
          <ScrollTable label={t("account.organisations.members")}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("session.name")}</Table.Th>
                <Table.Th>{t("account.organisations.role")}</Table.Th>
                <Table.Th>{t("account.organisations.since")}</Table.Th>
                {owns && <Table.Th>{t("account.actions")}</Table.Th>}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {all.map((member) => (
                <Table.Tr key={member.userId}>
                  <Table.Td>
                    {member.name}
                    <Text size="xs" c="dimmed">
                      {member.handle}
                      {member.suspended && ` · ${t("account.organisations.suspended")}`}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    {owns ? (
                      <NativeSelect
                        aria-label={t("account.organisations.roleOf", { name: member.name })}
                        value={member.role}
                        disabled={give.isPending}
                        onChange={(event) => give.mutate({ member, to: event.currentTarget.value as MemberRole })}
                        data={ROLES.map((one) => ({ value: one, label: t(`account.organisations.roles.${one}`) }))}
                      />
                    ) : (
                      t(`account.organisations.roles.${member.role}`)
                    )}
                  </Table.Td>
                  <Table.Td>{when(member.since)}</Table.Td>
                  {owns && (
                    <Table.Td>
                      {member.userId !== me.id && (
                        <ConfirmButton
                          label={t("account.organisations.remove")}
                          spoken={t("account.organisations.removeOf", { name: member.name })}
                          question={t("account.organisations.removeAsk")}
                          action={() => removeMember(id, member.userId)}
                          onDone={refresh}
                        />
                      )}
                    </Table.Td>
                  )}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </ScrollTable>
        </Stack>
      )}
    </QueryView>
  );
}
