import { Anchor, Button, Group, Stack, Table, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Organisation } from "../../../../src/contract/index.ts";
import { makeOrganisation, organisationsKey, readOrganisations } from "../../../api/organisations.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import { Section } from "../../../components/section.tsx";
import { typedIn } from "../../../components/typed-in.ts";
import type { AccountTabProps } from "../account-tabs.ts";
import { OrganisationView } from "./organisation-view.tsx";

/** The organisations one belongs to, or one of them with its members. */
export function OrganisationsTab({ me, detail }: AccountTabProps) {
  const { t } = useTranslation();
  const organisations = useQuery({ queryKey: organisationsKey, queryFn: readOrganisations, staleTime: 10_000 });
  return (
    <QueryView query={organisations}>
      {(all) => {
        if (detail === null) return <Overview organisations={all} />;
        const found = all.find(({ id }) => id === detail);
        if (found === undefined) return <Text>{t("account.organisations.gone")}</Text>;
        return <OrganisationView organisation={found} me={me} />;
      }}
    </QueryView>
  );
}

function Overview({ organisations }: { readonly organisations: readonly Organisation[] }) {
  const { t } = useTranslation();
  return (
    <Stack gap="lg">
      <Section title={t("account.tabs.organisations")} text={t("account.organisations.text")}>
        {organisations.length === 0 ? (
          <Text>{t("account.organisations.none")}</Text>
        ) : (
          <ScrollTable label={t("account.tabs.organisations")} minWidth={420}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("account.organisations.name")}</Table.Th>
                <Table.Th>{t("session.handle")}</Table.Th>
                <Table.Th>{t("account.organisations.role")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {organisations.map(({ id, name, handle, role }) => (
                <Table.Tr key={id}>
                  <Table.Td>
                    <Anchor component={Link} href={`/app/account/organisations/${id}`}>
                      {name}
                    </Anchor>
                  </Table.Td>
                  <Table.Td>{handle}</Table.Td>
                  <Table.Td>{t(`account.organisations.roles.${role}`)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </ScrollTable>
        )}
      </Section>
      <Section title={t("account.organisations.makeTitle")} text={t("account.organisations.makeText")}>
        <MakeForm />
      </Section>
    </Stack>
  );
}

function MakeForm() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: ({ handle, name }: { handle: string; name: string }) =>
      makeOrganisation(handle.trim(), name.trim() === "" ? undefined : name),
    onSuccess: () => client.invalidateQueries({ queryKey: organisationsKey }),
  });
  return (
    <form
      onSubmit={(event) => {
        const form = event.currentTarget;
        make.mutate(typedIn(event, "handle", "name"), { onSuccess: () => form.reset() });
      }}
      noValidate
    >
      <Stack>
        <ProblemAlert error={make.error} />
        <Group align="flex-end">
          <TextInput
            label={t("session.handle")}
            description={t("session.handleHint")}
            required
            name="handle"
            autoComplete="off"
          />
          <TextInput label={t("account.organisations.name")} name="name" autoComplete="off" />
          <Button type="submit" loading={make.isPending}>
            {t("account.organisations.make")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
