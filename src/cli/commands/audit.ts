import type { AuditEntry } from "../../contract/index.ts";
import { type Context, printJson, printTable } from "../context.ts";
import { plainTime } from "../table.ts";

export interface AuditFlags {
  readonly site: boolean;
  readonly user?: string;
  readonly action?: string;
  readonly object?: string;
  readonly from?: string;
  readonly until?: string;
  readonly limit: string;
  /** A file format; everything that matches is then written out. */
  readonly export?: string;
}

export async function showAudit(context: Context, flags: AuditFlags): Promise<void> {
  const query = queryOf(flags);
  if (flags.export !== undefined) return exportAll(context, query, flags.export);
  query.set("limit", flags.limit);
  const page = await context.api.get<{ readonly items: readonly AuditEntry[] }>(`/api/v1/audit?${query}`);
  if (context.json) return printJson(context, page);
  printTable(
    context,
    ["WHEN", "WHO", "FROM", "WHAT", "OBJECT", "OUTCOME"],
    page.items.map((entry) => [
      plainTime(entry.at),
      `${entry.userName} (${entry.via})`,
      entry.remoteAddress ?? "-",
      entry.action,
      entry.objectKind === null ? "-" : `${entry.objectKind} ${entry.objectName ?? entry.objectId ?? ""}`,
      entry.outcome,
    ]),
  );
}

async function exportAll(context: Context, query: URLSearchParams, format: string): Promise<void> {
  query.set("format", format);
  const response = await context.api.stream(`/api/v1/audit/export?${query}`, { accept: "*/*" });
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of response.body ?? []) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
    rest = lines.pop() ?? "";
    for (const line of lines) context.terminal.out(line);
  }
}

function queryOf({ site, user, action, object, from, until }: AuditFlags): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ user, action, object, from: timeOf(from), until: timeOf(until) })) {
    if (value !== undefined) query.set(name, value);
  }
  if (site) query.set("scope", "site");
  return query;
}

/** A bare date means the beginning of that day. */
function timeOf(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
}
