import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, resolve } from "node:path";
import { type ComparedRow, isBad } from "./compare.ts";

const CHECKOUT = resolve(import.meta.dirname, "../..");
const MOST_SHOWN = 160;

export interface ReportParts {
  readonly rows: readonly ComparedRow[];
  readonly columns: readonly string[];
  readonly acceleration: string;
  /** What took how long, in words. */
  readonly times: readonly string[];
  readonly remarks: readonly string[];
}

/** Writes the report where results lie, and into the documentation when asked; gives the paths. */
export async function writeReport(parts: ReportParts, publish: boolean): Promise<readonly string[]> {
  const places = [".twinstack/reports/guests.md", ...(publish ? ["docs/reports/guests.md"] : [])];
  for (const place of places) {
    await mkdir(dirname(resolve(CHECKOUT, place)), { recursive: true });
    await writeFile(resolve(CHECKOUT, place), reportText(parts, new Date()));
  }
  return places;
}

export function reportText({ rows, columns, acceleration, times, remarks }: ReportParts, at: Date): string {
  const bad = rows.filter(isBad);
  const verdict =
    bad.length === 0
      ? `all ${rows.length} features are right and equal, but for what is each cloud's own`
      : `${bad.length} of ${rows.length} features are WRONG or DIFFERENT: ${bad.map(({ feature }) => feature).join(", ")}`;
  return [
    "# One requirement, looked at from inside",
    "",
    `Written on ${at.toISOString().slice(0, 16)} UTC: ${verdict}. \`npm run test:guests -- --report\` writes it anew; what it does and what is not real about it stands in [guests.md](../guests.md).`,
    "",
    `Guests: Debian 12 in QEMU with ${acceleration.toUpperCase()}; ${availableParallelism()} processors.`,
    "",
    ...times.map((line) => `- ${line}`),
    "",
    `| what | ${columns.join(" | ")} | |`,
    `|---|${columns.map(() => "---|").join("")}---|`,
    ...rows.map(
      (row) => `| ${row.feature} | ${cells(row).join(" | ")} | ${isBad(row) ? `**${row.verdict}**` : row.verdict} |`,
    ),
    "",
    ...remarks.flatMap((line) => [line, ""]),
  ].join("\n");
}

/** What is the same everywhere is written once. */
function cells({ values, verdict }: ComparedRow): readonly string[] {
  return values.map((value, at) => (verdict === "equal" && at > 0 ? "the same" : cell(value)));
}

function cell(value: string): string {
  const line = value
    .trim()
    .replaceAll("|", "\\|")
    .replace(/\s*\n\s*/g, "<br>");
  const shown = line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}…` : line;
  return shown === "" ? "nothing" : shown;
}
