import { Button, Group, Progress, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { CapacityItem } from "../../../../src/contract/index.ts";
import { capacityKey, readCapacity } from "../../../api/clouds.ts";
import { QueryView } from "../../../components/query-view.tsx";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import { BusyFor } from "./busy-for.tsx";
import type { CloudSectionProps } from "./cloud-page.tsx";
import { useCloudWords } from "./use-cloud-words.ts";

/** How much may be used on a cloud and is, as the cloud says now. */
export function CapacitySection({ cloud }: CloudSectionProps) {
  const { t, i18n } = useTranslation();
  const { when } = useCloudWords();
  const capacity = useQuery({
    queryKey: capacityKey(cloud.id),
    queryFn: () => readCapacity(cloud.id),
    retry: false,
    staleTime: 30_000,
  });
  if (capacity.isLoading) {
    return <BusyFor what={t("clouds.capacity.asking")} usually={t("clouds.test.usually")} />;
  }
  return (
    <QueryView query={capacity}>
      {({ items, readAt }) => (
        <Stack>
          <Group>
            <Text size="sm">{t("clouds.capacity.readAt", { when: when(readAt) })}</Text>
            <Button size="xs" variant="default" loading={capacity.isFetching} onClick={() => void capacity.refetch()}>
              {t("clouds.capacity.again")}
            </Button>
          </Group>
          {items.length === 0 && <Text>{t("clouds.capacity.none")}</Text>}
          {(["tenant", "cloud"] as const).map((scope) => (
            <CapacityTable
              key={scope}
              title={t(`clouds.capacity.scopes.${scope}`)}
              items={items.filter((item) => item.scope === scope)}
              language={i18n.language}
            />
          ))}
        </Stack>
      )}
    </QueryView>
  );
}

interface CapacityTableProps {
  readonly title: string;
  readonly items: readonly CapacityItem[];
  readonly language: string;
}

function CapacityTable({ title, items, language }: CapacityTableProps) {
  const { t } = useTranslation();
  if (items.length === 0) return null;
  const number = (value: number | null, otherwise: string) =>
    value === null ? otherwise : value.toLocaleString(language);
  return (
    <>
      <Title order={2} size="h4">
        {title}
      </Title>
      <ScrollTable label={title} minWidth={520}>
        <Table.Thead>
          <Table.Tr>
            {(["what", "used", "limit", "share"] as const).map((head) => (
              <Table.Th key={head}>{t(`clouds.capacity.heads.${head}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map(({ kind, used, limit }) => (
            <Table.Tr key={kind}>
              <Table.Th scope="row">{t(`clouds.capacity.kinds.${kind}`)}</Table.Th>
              <Table.Td>{number(used, t("clouds.capacity.notTold"))}</Table.Td>
              <Table.Td>{number(limit, t("clouds.capacity.unlimited"))}</Table.Td>
              <Table.Td>
                {used !== null && limit !== null && limit > 0 ? <Share used={used} limit={limit} kind={kind} /> : "–"}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
    </>
  );
}

function Share({ used, limit, kind }: { readonly used: number; readonly limit: number; readonly kind: string }) {
  const percent = Math.min(100, Math.round((used / limit) * 100));
  const color = percent >= 90 ? "red.9" : percent >= 75 ? "orange.9" : "teal.9";
  return (
    <Group gap="xs" wrap="nowrap">
      <Progress value={percent} color={color} w={120} aria-label={kind} />
      <Text size="sm">{percent} %</Text>
    </Group>
  );
}
