import { Table } from "@mantine/core";
import type { ReactNode } from "react";

export interface ScrollTableProps {
  /** Names the table and the region in which it scrolls sideways. */
  readonly label: string;
  readonly minWidth?: number;
  readonly children: ReactNode;
}

/** A table that scrolls sideways on a narrow screen, also by keyboard. */
export function ScrollTable({ label, minWidth = 560, children }: ScrollTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="scroll-sideways" tabIndex={0} aria-label={label}>
      <Table verticalSpacing="xs" miw={minWidth} aria-label={label}>
        {children}
      </Table>
    </section>
  );
}
