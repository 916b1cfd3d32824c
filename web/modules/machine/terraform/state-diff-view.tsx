import { Button, Code, Group, NativeSelect, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SiteKey, StateAttributeChange, StateDiff, StateVersionEntry } from "../../../../src/contract/index.ts";
import { readStateDiff, statesKey } from "../../../api/states.ts";
import { QueryView } from "../../../components/query-view.tsx";
import { ScrollTable } from "../../../components/scroll-table.tsx";

export interface StateDiffViewProps {
  readonly workspaceId: string;
  readonly site: SiteKey;
  /** Newest first; at least two. */
  readonly versions: readonly StateVersionEntry[];
}

interface Pair {
  readonly from: number;
  readonly to: number;
}

/** What two versions of a state say differently. */
export function StateDiffView({ workspaceId, site, versions }: StateDiffViewProps) {
  const { t } = useTranslation();
  const serials = versions.map(({ serial }) => serial);
  const [from, setFrom] = useState(serials[1] ?? 0);
  const [to, setTo] = useState(serials[0] ?? 0);
  const [asked, setAsked] = useState<Pair | null>(null);
  const options = serials.map(String);
  return (
    <Stack>
      <Group align="flex-end">
        <NativeSelect
          label={t("states.compareFrom")}
          data={options}
          value={String(from)}
          onChange={(event) => setFrom(Number(event.currentTarget.value))}
        />
        <NativeSelect
          label={t("states.compareTo")}
          data={options}
          value={String(to)}
          onChange={(event) => setTo(Number(event.currentTarget.value))}
        />
        <Button variant="default" onClick={() => setAsked({ from, to })}>
          {t("states.compare")}
        </Button>
      </Group>
      {asked !== null && <Compared workspaceId={workspaceId} site={site} pair={asked} />}
    </Stack>
  );
}

interface ComparedProps {
  readonly workspaceId: string;
  readonly site: SiteKey;
  readonly pair: Pair;
}

function Compared({ workspaceId, site, pair: { from, to } }: ComparedProps) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: [...statesKey(workspaceId, site), from, to],
    queryFn: () => readStateDiff(workspaceId, site, from, to),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <QueryView query={found}>
      {(diff) =>
        diff.objects.length + diff.outputs.length === 0 ? (
          <Text role="status">{t("states.same")}</Text>
        ) : (
          <Differences diff={diff} />
        )
      }
    </QueryView>
  );
}

function Differences({ diff: { objects, outputs } }: { readonly diff: StateDiff }) {
  const { t } = useTranslation();
  return (
    <Stack role="status">
      {objects.map(({ address, change, attributes }) => (
        <Stack key={address} gap={4}>
          <Title order={4} size="h6">
            <Code>{address}</Code> {t(`states.objectChange.${change}`)}
          </Title>
          {attributes.length > 0 && <Attributes label={address} attributes={attributes} />}
        </Stack>
      ))}
      {outputs.length > 0 && (
        <Text size="sm">
          {t("states.outputs")}:{" "}
          {outputs.map(({ name, change }) => `${name} (${t(`states.objectChange.${change}`)})`).join(", ")}
        </Text>
      )}
    </Stack>
  );
}

interface AttributesProps {
  readonly label: string;
  readonly attributes: readonly StateAttributeChange[];
}

function Attributes({ label, attributes }: AttributesProps) {
  const { t } = useTranslation();
  const show = ({ hidden }: StateAttributeChange, value: string | null) =>
    hidden ? t("states.hidden") : value === null ? t("states.absent") : <Code className="long-text">{value}</Code>;
  return (
    <ScrollTable label={label}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("states.attribute")}</Table.Th>
          <Table.Th>{t("states.before")}</Table.Th>
          <Table.Th>{t("states.after")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {attributes.map((attribute) => (
          <Table.Tr key={attribute.name}>
            <Table.Td>{attribute.name}</Table.Td>
            <Table.Td>{show(attribute, attribute.before)}</Table.Td>
            <Table.Td>{show(attribute, attribute.after)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}
