import { Anchor, Button, Group, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Cloud } from "../../../../src/contract/index.ts";
import { cloudsKey, readClouds } from "../../../api/clouds.ts";
import { Page } from "../../../components/page.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import { CloudStatus } from "./cloud-status.tsx";
import { useCloudWords } from "./use-cloud-words.ts";

/** Every cloud that the account may plan on: its own, then those of the whole site. */
export function CloudListPage() {
  const { t } = useTranslation();
  const clouds = useQuery({ queryKey: cloudsKey, queryFn: readClouds, refetchInterval: 15_000 });
  return (
    <Page
      title={t("clouds.title")}
      actions={
        <Group>
          <Button component={Link} href="/app/clouds/import" variant="default">
            {t("clouds.import")}
          </Button>
          <Button component={Link} href="/app/clouds/new">
            {t("clouds.register")}
          </Button>
        </Group>
      }
    >
      <Text>{t("clouds.what")}</Text>
      <QueryView query={clouds}>
        {(found) => (found.length === 0 ? <Text>{t("clouds.none")}</Text> : <CloudTable clouds={found} />)}
      </QueryView>
    </Page>
  );
}

function CloudTable({ clouds }: { readonly clouds: readonly Cloud[] }) {
  const { t } = useTranslation();
  const { when } = useCloudWords();
  return (
    <ScrollTable label={t("clouds.title")} minWidth={700}>
      <Table.Thead>
        <Table.Tr>
          {(["name", "kind", "whose", "location", "state", "catalogRead"] as const).map((head) => (
            <Table.Th key={head}>{t(`clouds.heads.${head}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {clouds.map((cloud) => (
          <Table.Tr key={cloud.id}>
            <Table.Th scope="row">
              <Anchor component={Link} href={`/app/clouds/${cloud.id}`}>
                {cloud.name}
              </Anchor>
            </Table.Th>
            <Table.Td>
              <Stack gap={0}>
                {t(`clouds.choices.${cloud.kind}`)}
                {cloud.sandbox && (
                  <Text size="xs" c="dimmed">
                    {t("clouds.sandbox")}
                  </Text>
                )}
              </Stack>
            </Table.Td>
            <Table.Td>{t(cloud.ownerId === null ? "clouds.shared" : "clouds.own")}</Table.Td>
            <Table.Td>{cloud.location}</Table.Td>
            <Table.Td>
              <CloudStatus status={cloud.status} />
            </Table.Td>
            <Table.Td>{cloud.catalogAt === null ? t("clouds.never") : when(cloud.catalogAt)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}
