import type { CapacityItem, CloudCapacity, CloudUse } from "../../contract/index.ts";
import { type Context, printJson, printTable } from "../context.ts";
import { findCloud } from "./clouds.ts";

/** How much may be used on a cloud and is, as the cloud says now. */
export async function showCapacity(context: Context, name: string): Promise<void> {
  const cloud = await findCloud(context, name);
  const capacity = await context.api.get<CloudCapacity>(`/api/v1/clouds/${cloud.id}/capacity`);
  if (context.json) return printJson(context, capacity);
  if (capacity.items.length === 0) {
    context.terminal.out(`${cloud.name} does not tell how much room there is`);
    return;
  }
  printTable(
    context,
    ["WHAT", "OF", "USED", "LIMIT"],
    capacity.items.map(({ kind, scope, used, limit }) => [kind, SCOPES[scope], text(used, "?"), text(limit, "none")]),
  );
}

const SCOPES: Readonly<Record<CapacityItem["scope"], string>> = { tenant: "yours", cloud: "the whole zone" };

/** Which machines are planned on a cloud. */
export async function showUses(context: Context, name: string): Promise<void> {
  const cloud = await findCloud(context, name);
  const uses = await context.api.get<CloudUse>(`/api/v1/clouds/${cloud.id}/uses`);
  if (context.json) return printJson(context, uses);
  if (uses.items.length === 0 && uses.others === 0) {
    context.terminal.out(`No machine is planned on ${cloud.name}`);
    return;
  }
  printTable(
    context,
    ["MACHINE", "OWNER", "ID"],
    uses.items.map(({ workspaceName, owner, workspaceId }) => [workspaceName, owner.handle, workspaceId]),
  );
  if (uses.others > 0) context.terminal.out(`and ${uses.others} of other accounts`);
}

function text(number: number | null, otherwise: string): string {
  return number === null ? otherwise : String(number);
}
