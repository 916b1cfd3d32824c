import { Anchor, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { SiteOrganisation } from "../../../../src/contract/index.ts";
import { allOrganisationsKey, readAllOrganisations, readMembersOfAny } from "../../../api/admin.ts";
import { QueryView } from "../../../components/query-view.tsx";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import type { SectionProps } from "../admin-sections.ts";

/** Organisations of the site: the list, or one with its members. */
export function OrganisationsSection({ detail }: SectionProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  const organisations = useQuery({ queryKey: allOrganisationsKey, queryFn: readAllOrganisations });
  const wanted = search.trim().toLowerCase();
  return (
    <QueryView query={organisations}>
      {(all) => {
        const chosen = all.find(({ id }) => id === detail);
        if (detail !== null) {
          return (
            <Stack>
              <Anchor component={Link} href="/app/admin/organisations" size="sm">
                {t("admin.organisations.toList")}
              </Anchor>
              {chosen === undefined ? <Text>{t("admin.organisations.gone")}</Text> : <Members organisation={chosen} />}
            </Stack>
          );
        }
        const found = all.filter(({ handle, name }) => `${handle} ${name}`.toLowerCase().includes(wanted));
        return (
          <Stack>
            <TextInput
              type="search"
              maw={420}
              label={t("admin.organisations.search")}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
            <Text size="sm" role="status">
              {all.length === 0
                ? t("admin.organisations.none")
                : t("admin.organisations.count", { count: found.length })}
            </Text>
            {found.length > 0 && <OrganisationTable organisations={found} />}
          </Stack>
        );
      }}
    </QueryView>
  );
}

function OrganisationTable({ organisations }: { readonly organisations: readonly SiteOrganisation[] }) {
  const { t } = useTranslation();
  return (
    <ScrollTable label={t("admin.sections.organisations")} minWidth={640}>
      <Table.Thead>
        <Table.Tr>
          {(["handle", "name", "owners", "members", "machines", "clouds"] as const).map((head) => (
            <Table.Th key={head}>{t(`admin.organisations.heads.${head}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {organisations.map(({ id, handle, name, owners, members, workspaces, clouds }) => (
          <Table.Tr key={id}>
            <Table.Th scope="row">
              <Anchor component={Link} href={`/app/admin/organisations/${id}`}>
                {handle}
              </Anchor>
            </Table.Th>
            <Table.Td>{name}</Table.Td>
            <Table.Td>{owners.join(", ")}</Table.Td>
            <Table.Td>{members}</Table.Td>
            <Table.Td>{workspaces}</Table.Td>
            <Table.Td>{clouds}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

function Members({ organisation: { id, name } }: { readonly organisation: SiteOrganisation }) {
  const { t, i18n } = useTranslation();
  const members = useQuery({ queryKey: [...allOrganisationsKey, id], queryFn: () => readMembersOfAny(id) });
  return (
    <Stack>
      <Title order={2} size="h3">
        {name}
      </Title>
      <QueryView query={members}>
        {(all) => (
          <ScrollTable label={t("admin.organisations.heads.members")} minWidth={480}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("admin.users.heads.handle")}</Table.Th>
                <Table.Th>{t("admin.users.heads.name")}</Table.Th>
                <Table.Th>{t("admin.organisations.role")}</Table.Th>
                <Table.Th>{t("admin.since")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {all.map((member) => (
                <Table.Tr key={member.userId}>
                  <Table.Th scope="row">
                    <Anchor component={Link} href={`/app/admin/users/${member.userId}`}>
                      {member.handle}
                    </Anchor>
                  </Table.Th>
                  <Table.Td>
                    {member.name}
                    {member.suspended && ` (${t("admin.users.isSuspended")})`}
                  </Table.Td>
                  <Table.Td>{t(`admin.organisations.roles.${member.role}`)}</Table.Td>
                  <Table.Td>{new Date(member.since).toLocaleDateString(i18n.language)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </ScrollTable>
        )}
      </QueryView>
    </Stack>
  );
}
