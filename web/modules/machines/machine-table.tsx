import { Table } from "@mantine/core";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Machine } from "./group-machines.ts";
import { MachineRows } from "./machine-rows.tsx";

const COLUMNS = 8;
const ROW_PIXELS = 62;

export interface MachineTableProps {
  readonly machines: readonly Machine[];
  /** Identifiers of the chosen machines. */
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (ids: readonly string[], chosen: boolean) => void;
}

/** All machines as one table, of which only what can be seen is drawn: a thousand of them scroll like ten. */
export function MachineTable({ machines, chosen, onChoose }: MachineTableProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLElement>(null);
  const [top, setTop] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what stands above grows with the number of machines found
  useLayoutEffect(() => {
    if (box.current !== null) setTop(box.current.getBoundingClientRect().top + window.scrollY);
  }, [machines.length, chosen.size]);
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
  const firstRows = firstRowOfEach(machines);
  const all = machines.length > 0 && machines.every(({ workspace }) => chosen.has(workspace.id));
  const heads = ["name", "role", "power", "addresses", "size", "disk", "identifier"] as const;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section ref={box} className="scroll-sideways" tabIndex={0} aria-label={t("machines.title")}>
      <Table verticalSpacing="sm" miw={820} aria-rowcount={firstRows.total}>
        <Table.Thead>
          <Table.Tr aria-rowindex={1}>
            <Table.Th w={40}>
              <input
                type="checkbox"
                className="choice"
                aria-label={t("list.chooseAll")}
                checked={all}
                ref={(input) => {
                  if (input !== null) input.indeterminate = !all && chosen.size > 0;
                }}
                onChange={() =>
                  onChoose(
                    machines.map(({ workspace }) => workspace.id),
                    !all,
                  )
                }
              />
            </Table.Th>
            {heads.map((head) => (
              <Table.Th key={head}>{t(`machines.${head}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Gap pixels={before} />
        {drawn.map(({ index, key }) => {
          const machine = machines[index];
          if (machine === undefined) return null;
          return (
            <MachineRows
              key={key}
              ref={rows.measureElement}
              index={index}
              machine={machine}
              firstRow={firstRows.of[index] ?? 0}
              chosen={chosen.has(machine.workspace.id)}
              onChoose={(yes) => onChoose([machine.workspace.id], yes)}
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
        <td colSpan={COLUMNS} style={{ height: pixels, padding: 0 }} />
      </tr>
    </tbody>
  );
}

/** Places in the whole table, behind its head. */
function firstRowOfEach(machines: readonly Machine[]): { readonly of: readonly number[]; readonly total: number } {
  let next = 2;
  const of = machines.map(({ places }) => {
    const first = next;
    next += places.length;
    return first;
  });
  return { of, total: next - 1 };
}
