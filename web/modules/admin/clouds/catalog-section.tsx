import { Button, Group, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Catalog } from "../../../../src/contract/index.ts";
import { catalogKey, cloudsKey, readCatalog, refreshCatalog } from "../../../api/clouds.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import { BusyFor } from "./busy-for.tsx";
import type { CloudSectionProps } from "./cloud-page.tsx";
import { imageSystem } from "./mapping.ts";
import { useCloudWords } from "./use-cloud-words.ts";

/** What a cloud offers, as last read, with a way to read it anew. */
export function CatalogSection({ cloud, mayManage }: CloudSectionProps) {
  const { t } = useTranslation();
  const { when } = useCloudWords();
  const client = useQueryClient();
  const [search, setSearch] = useState("");
  const catalog = useQuery({ queryKey: catalogKey(cloud.id), queryFn: () => readCatalog(cloud.id), retry: false });
  const refresh = useMutation({
    mutationFn: () => refreshCatalog(cloud.id),
    onSuccess: (read) => client.setQueryData(catalogKey(cloud.id), read),
    onSettled: () => client.invalidateQueries({ queryKey: cloudsKey, refetchType: "active" }),
  });
  return (
    <Stack>
      <Group align="flex-end" justify="space-between">
        <TextInput
          type="search"
          label={t("clouds.catalog.search")}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        {mayManage && (
          <Button variant="default" loading={refresh.isPending} onClick={() => refresh.mutate()}>
            {t("clouds.catalog.refresh")}
          </Button>
        )}
      </Group>
      {refresh.isPending && <BusyFor what={t("clouds.catalog.reading")} usually={t("clouds.test.usually")} />}
      <ProblemAlert error={refresh.error} />
      <QueryView query={catalog}>
        {(found) => (
          <>
            <Text size="sm" role="status">
              {t("clouds.catalog.readAt", { when: when(found.fetchedAt) })} {found.version}
            </Text>
            <CatalogTables catalog={found} mapping={cloud.mapping} search={search.trim().toLowerCase()} />
          </>
        )}
      </QueryView>
    </Stack>
  );
}

interface CatalogTablesProps {
  readonly catalog: Catalog;
  readonly mapping: CloudSectionProps["cloud"]["mapping"];
  readonly search: string;
}

function CatalogTables({ catalog, mapping, search }: CatalogTablesProps) {
  const { t } = useTranslation();
  const found = <T extends { readonly name: string; readonly id: string }>(things: readonly T[]) =>
    things.filter(({ name, id }) => `${name} ${id}`.toLowerCase().includes(search));
  const networks = catalog.kind === "openstack" ? catalog.externalNetworks : catalog.networkOfferings;
  return (
    <>
      <CatalogTable
        title={t("clouds.catalog.offerings")}
        heads={[t("clouds.heads.name"), t("clouds.catalog.processors"), t("clouds.catalog.memory")]}
        rows={found(catalog.offerings).map(({ id, name, vcpu, memoryMib, custom }) => ({
          id,
          cells: [
            name,
            custom === null ? vcpu : `${custom.minVcpu}–${custom.maxVcpu}`,
            custom === null
              ? t("machines.gib", { count: memoryMib / 1024 })
              : `${custom.minMemoryMib / 1024}–${t("machines.gib", { count: custom.maxMemoryMib / 1024 })}`,
          ],
        }))}
      />
      <CatalogTable
        title={t("clouds.catalog.images")}
        heads={[t("clouds.heads.name"), t("clouds.catalog.system"), t("clouds.catalog.smallestDisk")]}
        rows={found(catalog.images).map((image) => ({
          id: image.id,
          cells: [
            image.name,
            systemText(imageSystem(image, mapping), t("clouds.catalog.unknownSystem"), t("clouds.catalog.byHand")),
            t("machines.gib", { count: image.minDiskGib }),
          ],
        }))}
      />
      <CatalogTable
        title={t("clouds.catalog.volumeTypes")}
        heads={[t("clouds.heads.name"), t("clouds.catalog.speed"), t("clouds.catalog.size")]}
        rows={found(catalog.volumeTypes).map(({ id, name, speed, sizeGib }) => ({
          id,
          cells: [
            name,
            speed === null ? "–" : t(`clouds.choices.${speed}`),
            sizeGib === null ? t("clouds.catalog.anySize") : t("machines.gib", { count: sizeGib }),
          ],
        }))}
      />
      <CatalogTable
        title={t(catalog.kind === "openstack" ? "clouds.catalog.externalNetworks" : "clouds.catalog.networkOfferings")}
        heads={[t("clouds.heads.name"), t("clouds.heads.id")]}
        rows={found(networks).map(({ id, name }) => ({ id, cells: [name, id] }))}
      />
    </>
  );
}

function systemText({ os, byHand }: ReturnType<typeof imageSystem>, unknown: string, mark: string): string {
  if (os === null) return unknown;
  return byHand ? `${os} (${mark})` : os;
}

interface CatalogTableProps {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly { readonly id: string; readonly cells: readonly ReactNode[] }[];
}

function CatalogTable({ title, heads, rows }: CatalogTableProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {title} ({rows.length})
      </Title>
      {rows.length === 0 ? (
        <Text size="sm">{t("clouds.catalog.nothing")}</Text>
      ) : (
        <ScrollTable label={title} minWidth={480}>
          <Table.Thead>
            <Table.Tr>
              {heads.map((head) => (
                <Table.Th key={head}>{head}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ id, cells }) => (
              <Table.Tr key={id}>
                {cells.map((cell, column) => (
                  <Table.Td key={heads[column]}>{cell}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </ScrollTable>
      )}
    </Stack>
  );
}
