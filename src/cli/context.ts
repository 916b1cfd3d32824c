import type { Workspace } from "../contract/index.ts";
import type { ApiClient } from "./api-client.ts";
import { CliError, EXIT } from "./cli-error.ts";
import { renderTable } from "./table.ts";
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

export function printTable(context: Context, heading: readonly string[], rows: readonly (readonly string[])[]): void {
  context.terminal.out(renderTable([heading, ...rows]));
}

/** Finds a workspace by name or id. */
export async function findWorkspace(context: Context, nameOrId: string): Promise<Workspace> {
  const { items } = await context.api.get<Items<Workspace>>("/api/v1/workspaces");
  const found = items.find((workspace) => workspace.name === nameOrId || workspace.id === nameOrId);
  if (found !== undefined) return found;
  const known = items.map((workspace) => workspace.name).join(", ");
  throw new CliError(
    "not-found",
    `There is no machine "${nameOrId}"`,
    known === "" ? "Submit a requirement first: twinstack submit FILE" : `You have: ${known}`,
    EXIT.refused,
  );
}
