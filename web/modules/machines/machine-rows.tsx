import { Anchor, Code, Stack, Table, Text } from "@mantine/core";
import type { Ref } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Machine, Place } from "./group-machines.ts";
import { PowerBadge } from "./power-badge.tsx";

export interface MachineRowsProps {
  /** Measures the group's height. */
  readonly ref: Ref<HTMLTableSectionElement>;
  readonly index: number;
  readonly machine: Machine;
  /** Number of its first row in the whole table. */
  readonly firstRow: number;
  readonly chosen: boolean;
  readonly onChoose: (chosen: boolean) => void;
}

/** One machine: a group of rows, one for each place. */
export function MachineRows({ ref, index, machine, firstRow, chosen, onChoose }: MachineRowsProps) {
  const { t } = useTranslation();
  const { workspace, places } = machine;
  return (
    <Table.Tbody ref={ref} data-index={index}>
      {places.map((place, row) => (
        <Table.Tr key={place.site.site} aria-rowindex={firstRow + row}>
          {row === 0 && (
            <>
              <Table.Td rowSpan={places.length} className="top">
                <input
                  type="checkbox"
                  className="choice"
                  aria-label={t("list.choose", { name: workspace.name })}
                  checked={chosen}
                  onChange={(event) => onChoose(event.currentTarget.checked)}
                />
              </Table.Td>
              <Table.Th scope="rowgroup" rowSpan={places.length} className="top">
                <Anchor component={Link} href={`/app/machines/${workspace.id}`}>
                  {workspace.name}
                </Anchor>
              </Table.Th>
            </>
          )}
          <PlaceCells place={place} />
        </Table.Tr>
      ))}
    </Table.Tbody>
  );
}

function PlaceCells({ place: { site, instance } }: { readonly place: Place }) {
  const { t, i18n } = useTranslation();
  const when = instance?.observedAt ?? null;
  return (
    <>
      <Table.Td>
        <Text size="sm">{t(`machines.roles.${site.role}`)}</Text>
        <Text size="xs" c="dimmed">
          {site.cloudName}
        </Text>
      </Table.Td>
      <Table.Td>
        <PowerBadge power={instance?.powerState ?? "unknown"} made={site.hasState} />
        {instance?.stale === true && (
          <Text size="xs" c="dimmed">
            {when === null
              ? t("list.staleUnknown")
              : t("list.stale", { when: new Date(when).toLocaleTimeString(i18n.language) })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Stack gap={2}>
          {instance?.publicAddress != null && <Code>{instance.publicAddress}</Code>}
          {instance?.privateAddresses.map((address) => (
            <Text key={address} size="xs" c="dimmed">
              {address}
            </Text>
          ))}
        </Stack>
      </Table.Td>
      <Table.Td>
        {instance?.vcpu != null && instance.memoryMib !== null
          ? t("machines.sizeOf", { count: instance.vcpu, memory: instance.memoryMib / 1024 })
          : "–"}
      </Table.Td>
      <Table.Td>{instance?.diskGib != null ? t("machines.gib", { count: instance.diskGib }) : "–"}</Table.Td>
      <Table.Td>
        <Text size="xs" c="dimmed" ff="monospace" maw={130}>
          {instance?.instanceId ?? "–"}
        </Text>
      </Table.Td>
    </>
  );
}
