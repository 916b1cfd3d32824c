import { Code, Stack, Table, Text } from "@mantine/core";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type Ref, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Owner } from "../../../../src/contract/index.ts";
import type { Machine, Place } from "../../machines/group-machines.ts";
import { PowerBadge } from "../../machines/power-badge.tsx";

const HEADS = ["machine", "owner", "place", "power", "addresses"] as const;
const ROW_PIXELS = 62;

export interface OwnedTableProps {
  readonly machines: readonly Machine[];
  /** By the workspace's id. */
  readonly owners: ReadonlyMap<string, Owner>;
}

/** All machines as one table, of which only what can be seen is drawn. */
export function OwnedTable({ machines, owners }: OwnedTableProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLElement>(null);
  const [top, setTop] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what stands above changes with the number of machines found
  useLayoutEffect(() => {
    if (box.current !== null) setTop(box.current.getBoundingClientRect().top + window.scrollY);
  }, [machines.length]);
  const rows = useWindowVirtualizer({
    count: machines.length,
    estimateSize: (index) => (machines[index]?.places.length ?? 1) * ROW_PIXELS,
    getItemKey: (index) => machines[index]?.workspace.id ?? index,
    overscan: 6,
    scrollMargin: top,
  });
  const drawn = rows.getVirtualItems();
  const before = (drawn[0]?.start ?? top) - top;
  const after = rows.getTotalSize() - ((drawn.at(-1)?.end ?? top) - top);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section ref={box} className="scroll-sideways" tabIndex={0} aria-label={t("admin.sections.machines")}>
      <Table verticalSpacing="sm" miw={760}>
        <Table.Thead>
          <Table.Tr>
            {HEADS.map((head) => (
              <Table.Th key={head}>{t(`admin.machines.heads.${head}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Gap pixels={before} />
        {drawn.map(({ index, key }) => {
          const machine = machines[index];
          if (machine === undefined) return null;
          return (
            <OwnedRows
              key={key}
              ref={rows.measureElement}
              index={index}
              machine={machine}
              owner={owners.get(machine.workspace.id)}
            />
          );
        })}
        <Gap pixels={after} />
      </Table>
    </section>
  );
}

/** Stands for the rows that are not drawn. */
function Gap({ pixels }: { readonly pixels: number }) {
  if (pixels <= 0) return null;
  return (
    <tbody aria-hidden>
      <tr>
        <td colSpan={HEADS.length} style={{ height: pixels, padding: 0 }} />
      </tr>
    </tbody>
  );
}

interface OwnedRowsProps {
  readonly ref: Ref<HTMLTableSectionElement>;
  readonly index: number;
  readonly machine: Machine;
  readonly owner: Owner | undefined;
}

function OwnedRows({ ref, index, machine: { workspace, places }, owner }: OwnedRowsProps) {
  const { t } = useTranslation();
  return (
    <Table.Tbody ref={ref} data-index={index}>
      {places.map((place, row) => (
        <Table.Tr key={place.site.site}>
          {row === 0 && (
            <>
              <Table.Th scope="rowgroup" rowSpan={places.length} className="top">
                {workspace.name}
                <Text size="xs" c="dimmed">
                  {workspace.id}
                </Text>
              </Table.Th>
              <Table.Td rowSpan={places.length} className="top">
                {owner?.name ?? workspace.ownerId}
                <Text size="xs" c="dimmed">
                  {owner?.kind === "organisation"
                    ? t("admin.machines.organisation", { handle: owner.handle })
                    : owner?.handle}
                </Text>
              </Table.Td>
            </>
          )}
          <PlaceCells place={place} />
        </Table.Tr>
      ))}
    </Table.Tbody>
  );
}

function PlaceCells({ place: { site, instance } }: { readonly place: Place }) {
  const { t } = useTranslation();
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
            {t("list.staleState")}
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
    </>
  );
}
