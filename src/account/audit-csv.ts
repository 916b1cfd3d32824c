import type { AuditEntry as AuditLine } from "../contract/index.ts";

const COLUMNS = [
  "sequence",
  "at",
  "accountId",
  "userId",
  "userName",
  "via",
  "remoteAddress",
  "requestId",
  "action",
  "objectKind",
  "objectId",
  "objectName",
  "outcome",
  "detail",
] as const satisfies readonly (keyof AuditLine)[];

/** Names of the columns, as the first line of a file (RFC 4180). */
export const auditCsvHeading = `${COLUMNS.join(",")}\r\n`;

/** One entry as a line of CSV, safe to open in a spreadsheet. */
export function auditCsvLine(line: AuditLine): string {
  return `${COLUMNS.map((column) => cell(line[column])).join(",")}\r\n`;
}

/**
 * Spreadsheets run a cell that begins like a formula, and people choose their own names and objects: such a cell gets an
 * apostrophe in front, which a spreadsheet shows as text.
 */
function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const harmless = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
