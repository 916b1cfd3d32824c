import type { MachineSession } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, findWorkspace, type Items, printJson, printTable } from "../context.ts";
import { plainLine, plainTime } from "../table.ts";

/** Terminals and screens that are open: of a machine, or of the whole site for its administrators. */
export async function listMachineSessions(context: Context, name: string | undefined): Promise<void> {
  const path = name === undefined ? "/api/v1/machine-sessions" : `${await pathOf(context, name)}/machine-sessions`;
  const answer = await context.api.get<Items<MachineSession>>(path);
  if (context.json) return printJson(context, answer);
  if (answer.items.length === 0) return context.terminal.out("Nobody is at a machine.");
  printTable(
    context,
    ["SESSION", "WHAT", "MACHINE", "SITE", "WHO", "FROM", "SINCE"],
    answer.items.map((session) => [
      ...[session.id, session.kind, plainLine(session.workspaceName), session.site],
      ...[plainLine(session.userName), session.remoteAddress ?? "-", plainTime(session.openedAt)],
    ]),
  );
}

/** Ends one; with `of` as a member of the account, without it as an administrator of the site. */
export async function endMachineSession(context: Context, id: string, of: string | undefined): Promise<void> {
  if (!/^[\da-f-]{36}$/i.test(id)) {
    throw new CliError("not-found", `"${id}" is no session's id`, "See npx twinstack terminal-sessions", EXIT.usage);
  }
  const base = of === undefined ? "/api/v1" : await pathOf(context, of);
  await context.api.send("DELETE", `${base}/machine-sessions/${id}`);
  context.terminal.out("Ended.");
}

async function pathOf(context: Context, name: string): Promise<string> {
  return `/api/v1/workspaces/${(await findWorkspace(context, name)).id}`;
}
