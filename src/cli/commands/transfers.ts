import type { Transfer } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, findWorkspace, type Items, printJson, printTable } from "../context.ts";
import { plainTime } from "../table.ts";

export async function offerWorkspace(context: Context, name: string, to: string): Promise<void> {
  const workspace = await findWorkspace(context, name);
  const transfer = await context.api.post<Transfer>(`/api/v1/workspaces/${workspace.id}/transfer`, { to });
  if (context.json) return printJson(context, transfer);
  context.terminal.out(
    `${workspace.name} is offered to ${transfer.to.handle} until ${plainTime(transfer.expiresAt)}; it stays yours until they accept`,
  );
}

export async function withdrawOffer(context: Context, name: string): Promise<void> {
  const workspace = await findWorkspace(context, name);
  await context.api.send("DELETE", `/api/v1/workspaces/${workspace.id}/transfer`);
  if (context.json) printJson(context, { kept: workspace.id });
  else context.terminal.out(`${workspace.name} is offered to nobody any more`);
}

export async function listOffers(context: Context): Promise<void> {
  const { items } = await context.api.get<Items<Transfer>>("/api/v1/transfers");
  if (context.json) return printJson(context, { items });
  if (items.length === 0) return context.terminal.out("Nothing is offered from or to this account");
  printTable(
    context,
    ["MACHINE", "FROM", "TO", "UNTIL", "ID"],
    items.map(({ workspaceName, from, to, expiresAt, id }) => [
      workspaceName,
      from.handle,
      to.handle,
      plainTime(expiresAt),
      id,
    ]),
  );
}

export async function acceptWorkspace(context: Context, name: string): Promise<void> {
  const transfer = await findOffer(context, name);
  await context.api.send("POST", `/api/v1/transfers/${transfer.id}/accept`);
  if (context.json) printJson(context, { workspaceId: transfer.workspaceId });
  else context.terminal.out(`${transfer.workspaceName} belongs to ${transfer.to.handle} now`);
}

export async function declineWorkspace(context: Context, name: string): Promise<void> {
  const transfer = await findOffer(context, name);
  await context.api.send("POST", `/api/v1/transfers/${transfer.id}/decline`);
  if (context.json) printJson(context, { declined: transfer.id });
  else context.terminal.out(`${transfer.workspaceName} stays with ${transfer.from.handle}`);
}

async function findOffer(context: Context, nameOrId: string): Promise<Transfer> {
  const { items } = await context.api.get<Items<Transfer>>("/api/v1/transfers");
  const found = items.filter(
    ({ id, workspaceId, workspaceName }) => id === nameOrId || workspaceId === nameOrId || workspaceName === nameOrId,
  );
  const [transfer] = found;
  if (transfer !== undefined && found.length === 1) return transfer;
  throw new CliError(
    "not-found",
    found.length === 0 ? `Nobody offers you "${nameOrId}"` : `"${nameOrId}" is offered ${found.length} times`,
    "Name the offer by its id: npx twinstack workspace offers",
    EXIT.refused,
  );
}
