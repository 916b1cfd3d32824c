import { Card, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Access, Instance, Workspace } from "../../../../src/contract/index.ts";
import { placesKey, readPlaces, readRevision, revisionKey } from "../../../api/workspace.ts";
import { CopyText } from "../../../components/copy-text.tsx";
import { Facts } from "../../../components/facts.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import type { TabProps } from "../machine-tabs.ts";
import { usePlaces } from "../use-places.ts";
import { keyParts } from "./key-parts.ts";

/** Who may log in, and how. */
export function AccessTab({ workspace }: TabProps) {
  const revision = useQuery({
    queryKey: revisionKey(workspace.id, workspace.revision),
    queryFn: () => readRevision(workspace.id, workspace.revision),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const places = useQuery({
    queryKey: placesKey(workspace.id),
    queryFn: () => readPlaces(workspace.id),
    refetchInterval: 5_000,
  });
  return (
    <QueryView query={revision}>
      {({ requirement: { access } }) => (
        <Stack gap="lg">
          <HowTo workspace={workspace} access={access} places={places.data ?? []} />
          <Permissions access={access} />
          <Keys access={access} />
        </Stack>
      )}
    </QueryView>
  );
}

interface HowToProps {
  readonly workspace: Workspace;
  readonly access: Access;
  readonly places: readonly Instance[];
}

function HowTo({ workspace, access, places }: HowToProps) {
  const { t } = useTranslation();
  const { site: name } = usePlaces();
  const made = workspace.sites.filter(({ hasState }) => hasState);
  return (
    <Card withBorder>
      <Stack>
        <Title order={2} size="h4">
          {t("machine.access.title")}
        </Title>
        {made.length === 0 && <Text>{t("machine.access.notMade")}</Text>}
        {made.length > 0 && <Text>{t("machine.access.text")}</Text>}
        {made.map((site) => {
          const address = places.find((place) => place.site === site.site)?.publicAddress ?? null;
          return (
            <Stack key={site.site} gap={4}>
              <Text size="sm" fw={600}>
                {name(site)}
              </Text>
              {address === null ? (
                <Text size="sm">{t("machine.access.noAddress")}</Text>
              ) : (
                <CopyText text={`ssh ${access.loginName}@${address}`} label={name(site)} />
              )}
              {site.sandbox && (
                <Text size="xs" c="dimmed">
                  {t("machine.access.sandbox")}
                </Text>
              )}
            </Stack>
          );
        })}
        <Text size="sm">{t("machine.access.withKey")}</Text>
        <Text size="sm">{t("machine.access.generated")}</Text>
      </Stack>
    </Card>
  );
}

function Permissions({ access }: { readonly access: Access }) {
  const { t } = useTranslation();
  return (
    <Facts
      facts={[
        {
          name: t("machine.access.loginName"),
          value: <CopyText text={access.loginName} label={t("machine.access.loginName")} />,
        },
        {
          name: t("machine.access.password"),
          value: t(access.passwordHash === null ? "machine.access.passwordNone" : "machine.access.passwordSet"),
        },
        {
          name: t("machine.access.root"),
          value: t(access.allowRoot ? "machine.access.rootAllowed" : "machine.access.rootRefused"),
        },
      ]}
    />
  );
}

function Keys({ access: { sshKeys } }: { readonly access: Access }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t("machine.access.keys")}
      </Title>
      {sshKeys.length === 0 ? (
        <Text>{t("machine.access.noKeys")}</Text>
      ) : (
        <ScrollTable label={t("machine.access.keys")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("machine.access.keyNote")}</Table.Th>
              <Table.Th>{t("machine.access.keyType")}</Table.Th>
              <Table.Th>{t("machine.access.key")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sshKeys.map((key) => {
              const { kind, note } = keyParts(key);
              return (
                <Table.Tr key={key}>
                  <Table.Td>{note}</Table.Td>
                  <Table.Td>{kind}</Table.Td>
                  <Table.Td>
                    <CopyText text={key} label={`${t("machine.access.key")} ${note}`} />
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </ScrollTable>
      )}
      <Text size="sm" c="dimmed">
        {t("machine.access.change")}
      </Text>
    </Stack>
  );
}
