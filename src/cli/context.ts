import type { Workspace } from "../contract/index.ts";
import type { ApiClient } from "./api-client.ts";
import { CliError, EXIT } from "./cli-error.ts";
import { renderRecords, renderTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** What every command gets. `json` prints the service's own answer instead of words. */
export interface Context {
  readonly api: ApiClient;
  readonly terminal: Terminal;
  readonly json: boolean;
}

export interface Items<T> {
  readonly items: readonly T[];
}

export function printJson(context: Context, value: unknown): void {
  context.terminal.out(JSON.stringify(value, null, 2));
}

/** A table where the window is wide enough for it, else a block of lines per row. */
export function printTable(context: Context, heading: readonly string[], rows: readonly (readonly string[])[]): void {
  const lines = [heading, ...rows];
  const table = renderTable(lines);
  const { columns } = context.terminal;
  const fits = columns === undefined || table.split("\n").every((line) => line.length <= columns);
  context.terminal.out(fits ? table : renderRecords(lines));
}

/** Whether the text is a run's id and not a machine's name, which may look much like one. */
export function isRunId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** Finds a workspace by name or id. */
export async function findWorkspace(context: Context, nameOrId: string): Promise<Workspace> {
  const items = await context.api.getAll<Workspace>("/api/v1/workspaces");
  const found = items.find((workspace) => workspace.name === nameOrId || workspace.id === nameOrId);
  if (found !== undefined) return found;
  const known = items.map((workspace) => workspace.name).join(", ");
  throw new CliError(
    "not-found",
    `There is no machine "${nameOrId}"`,
    known === "" ? "Submit a requirement first: npx twinstack submit FILE" : `You have: ${known}`,
    EXIT.refused,
  );
}
