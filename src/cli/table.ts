/** One row per machine is too wide for a narrow window; then each row becomes a block of lines. */
export function renderRecords([heading = [], ...rows]: readonly (readonly string[])[]): string {
  const width = Math.max(...heading.map((name) => name.length));
  return rows
    .map((row) => heading.map((name, column) => `${name.padEnd(width)}  ${row[column] ?? ""}`.trimEnd()).join("\n"))
    .join("\n\n");
}

/** `2026-11-21 13:14 UTC`; what is no time stays as it is. */
export function plainTime(iso: string): string {
  return iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/, "$1 $2 UTC");
}

/** Lays rows out in columns as wide as their widest cell; the first row is the heading. */
export function renderTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Removes terminal control sequences from foreign text, so that a log line cannot drive the terminal. */
export function plainLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return text.replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, "").replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");
}
