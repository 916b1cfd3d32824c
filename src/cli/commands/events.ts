import { type WorkspaceEvent, WorkspaceEventKind } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, findWorkspace, type Items, printJson, printTable } from "../context.ts";
import { plainLine, plainTime } from "../table.ts";

export interface EventFlags {
  readonly kind?: string | undefined;
  readonly limit: string;
}

/** What happened to a machine, the latest first. */
export async function events(context: Context, name: string, { kind, limit }: EventFlags): Promise<void> {
  if (kind !== undefined && !WorkspaceEventKind.safeParse(kind).success) {
    const known = WorkspaceEventKind.options.join(", ");
    throw new CliError("wrong-kind", `There are no events of the kind "${kind}"`, `Say one of: ${known}`, EXIT.usage);
  }
  const { id } = await findWorkspace(context, name);
  const query = new URLSearchParams({ limit, ...(kind !== undefined && { kind }) });
  const page = await context.api.get<Items<WorkspaceEvent>>(`/api/v1/workspaces/${id}/events?${query}`);
  if (context.json) return printJson(context, page);
  if (page.items.length === 0) return context.terminal.out("Nothing of that kind has happened.");
  printTable(
    context,
    ["WHEN", "WHERE", "WHAT", "BY"],
    page.items.map((event) => [
      plainTime(event.at),
      event.site ?? "-",
      plainLine(event.detail === null ? event.text : `${event.text}: ${event.detail}`),
      event.byName ?? event.byId ?? "-",
    ]),
  );
}
