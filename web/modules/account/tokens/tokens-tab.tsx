import { Group, Stack, Table, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ApiToken } from "../../../../src/contract/index.ts";
import { readTokens, revokeAllTokens, revokeToken, tokensKey } from "../../../api/account.ts";
import { organisationsKey, readOrganisations } from "../../../api/organisations.ts";
import { ConfirmButton } from "../../../components/confirm-button.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import { Section } from "../../../components/section.tsx";
import { ShownOnce } from "../../../components/shown-once.tsx";
import { useWhen } from "../../../components/use-when.ts";
import { TokenForm } from "./token-form.tsx";

/** Keys for programs and the command line. */
export function TokensTab() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [made, setMade] = useState<string | null>(null);
  const tokens = useQuery({ queryKey: tokensKey, queryFn: readTokens });
  const refresh = () => client.invalidateQueries({ queryKey: tokensKey });
  return (
    <Stack gap="lg">
      <Section title={t("account.tokens.newTitle")} text={t("account.tokens.newText")}>
        <TokenForm
          onMade={(token) => {
            setMade(token);
            void refresh();
          }}
        />
        {made !== null && (
          <ShownOnce title={t("account.tokens.madeTitle")} text={t("account.tokens.madeText")} secrets={[made]} />
        )}
      </Section>
      <Section title={t("account.tabs.tokens")}>
        <QueryView query={tokens}>
          {(all) => {
            if (all.length === 0) return <Text>{t("account.tokens.none")}</Text>;
            return (
              <Stack>
                <TokenTable tokens={all} onRevoked={refresh} />
                <Group>
                  <ConfirmButton
                    label={t("account.tokens.revokeAll")}
                    question={t("account.tokens.revokeAllAsk")}
                    action={revokeAllTokens}
                    onDone={refresh}
                  />
                </Group>
              </Stack>
            );
          }}
        </QueryView>
      </Section>
    </Stack>
  );
}

interface TokenTableProps {
  readonly tokens: readonly ApiToken[];
  readonly onRevoked: () => unknown;
}

function TokenTable({ tokens, onRevoked }: TokenTableProps) {
  const { t } = useTranslation();
  const when = useWhen();
  const organisations = useQuery({ queryKey: organisationsKey, queryFn: readOrganisations, staleTime: 60_000 });
  const actsFor = ({ organisationId }: ApiToken) => {
    if (organisationId === null) return t("account.tokens.everything");
    return organisations.data?.find(({ id }) => id === organisationId)?.name ?? organisationId;
  };
  return (
    <ScrollTable label={t("account.tabs.tokens")} minWidth={760}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("account.tokens.name")}</Table.Th>
          <Table.Th>{t("account.tokens.scope")}</Table.Th>
          <Table.Th>{t("account.tokens.for")}</Table.Th>
          <Table.Th>{t("account.tokens.until")}</Table.Th>
          <Table.Th>{t("account.lastUsed")}</Table.Th>
          <Table.Th>{t("account.actions")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {tokens.map((token) => (
          <Table.Tr key={token.id}>
            <Table.Td>{token.name}</Table.Td>
            <Table.Td>{t(`account.tokens.scopes.${token.scope}`)}</Table.Td>
            <Table.Td>{actsFor(token)}</Table.Td>
            <Table.Td>{token.expiresAt === null ? t("account.tokens.forEver") : when(token.expiresAt)}</Table.Td>
            <Table.Td>{token.lastUsedAt === null ? t("account.never") : when(token.lastUsedAt)}</Table.Td>
            <Table.Td>
              <ConfirmButton
                label={t("account.tokens.revoke")}
                spoken={t("account.tokens.revokeOf", { name: token.name })}
                question={t("account.tokens.revokeAsk")}
                action={() => revokeToken(token.id)}
                onDone={onRevoked}
              />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}
