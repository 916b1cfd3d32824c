import { Anchor, Badge, Group, Stack, Table, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { User } from "../../../../src/contract/index.ts";
import { readUsers, usersKey } from "../../../api/admin.ts";
import { QueryView } from "../../../components/query-view.tsx";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import type { SectionProps } from "../admin-sections.ts";
import { Invitations } from "./invitations.tsx";
import { NewUser } from "./new-user.tsx";
import { UserDetails } from "./user-details.tsx";

/** People of the site: the list with ways in for new ones, or one of them. */
export function UsersSection({ detail }: SectionProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  const users = useQuery({ queryKey: usersKey, queryFn: readUsers, refetchInterval: 15_000 });
  const wanted = search.trim().toLowerCase();
  return (
    <QueryView query={users}>
      {(all) => {
        const chosen = all.find(({ id }) => id === detail);
        if (detail !== null) {
          return (
            <Stack>
              <Anchor component={Link} href="/app/admin/users" size="sm">
                {t("admin.users.toList")}
              </Anchor>
              {chosen === undefined ? <Text>{t("admin.users.gone")}</Text> : <UserDetails user={chosen} />}
            </Stack>
          );
        }
        const found = all.filter(({ handle, name, email }) =>
          `${handle} ${name} ${email ?? ""}`.toLowerCase().includes(wanted),
        );
        return (
          <Stack>
            <TextInput
              type="search"
              maw={420}
              label={t("admin.users.search")}
              description={t("admin.users.searchHint")}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
            <Text size="sm" role="status">
              {t("admin.users.count", { count: found.length })}
            </Text>
            {found.length > 0 && <UserTable users={found} />}
            <NewUser />
            <Invitations />
          </Stack>
        );
      }}
    </QueryView>
  );
}

function UserTable({ users }: { readonly users: readonly User[] }) {
  const { t } = useTranslation();
  return (
    <ScrollTable label={t("admin.sections.users")} minWidth={640}>
      <Table.Thead>
        <Table.Tr>
          {(["handle", "name", "email", "state", "organisations"] as const).map((head) => (
            <Table.Th key={head}>{t(`admin.users.heads.${head}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {users.map((user) => (
          <Table.Tr key={user.id}>
            <Table.Th scope="row">
              <Anchor component={Link} href={`/app/admin/users/${user.id}`}>
                {user.handle}
              </Anchor>
            </Table.Th>
            <Table.Td>{user.name}</Table.Td>
            <Table.Td>{user.email ?? "–"}</Table.Td>
            <Table.Td>
              <UserBadges user={user} />
            </Table.Td>
            <Table.Td>{user.organisations.join(", ") || "–"}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

function UserBadges({ user }: { readonly user: User }) {
  const { t } = useTranslation();
  return (
    <Group gap={4}>
      {user.siteAdmin && (
        <Badge color="blue.7" variant="filled" tt="none">
          {t("admin.users.isAdmin")}
        </Badge>
      )}
      {user.suspended && (
        <Badge color="red.9" variant="filled" tt="none">
          {t("admin.users.isSuspended")}
        </Badge>
      )}
      {!user.siteAdmin && !user.suspended && t("admin.users.isUser")}
    </Group>
  );
}
