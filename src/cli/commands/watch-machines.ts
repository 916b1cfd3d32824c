import type { AccountEvent, Instance } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import type { Context, Items } from "../context.ts";
import { readServerSentEvents } from "../server-sent-events.ts";
import { plainLine } from "../table.ts";
import { list } from "./machines.ts";

const RECONNECT_MS = 1000;

/** Prints all machines, then one line for every change as it happens, until the signal fires. */
export async function watchMachines(context: Context, stop?: AbortSignal): Promise<void> {
  if (!context.json) await list(context);
  const names = await workspaceNames(context);
  const stopped = () => stop?.aborted === true;
  let last = "";
  while (!stopped()) {
    try {
      const headers = { accept: "text/event-stream", ...(last !== "" && { "last-event-id": last }) };
      const response = await context.api.stream("/api/v1/events", headers, stop);
      for await (const { id, event, data } of readServerSentEvents(response)) {
        if (id !== "") last = id;
        if (data === "" || event === "ready") continue;
        if (event === "reset") context.terminal.err("some changes may have been missed; list again");
        else printChange(context, JSON.parse(data) as AccountEvent, names);
      }
    } catch (error) {
      if (stopped()) return;
      // A refusal (wrong token, too many streams) will not get better; a broken connection will.
      if (error instanceof CliError && error.exitCode !== EXIT.unreachable) throw error;
      context.terminal.err("connection lost, trying again …");
    }
    if (stopped()) return;
    await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
  }
}

async function workspaceNames(context: Context): Promise<Map<string, string>> {
  const { items } = await context.api.get<Items<Instance>>("/api/v1/instances");
  return new Map(items.map(({ workspaceId, workspaceName }) => [workspaceId, workspaceName]));
}

function printChange(context: Context, event: AccountEvent, names: Map<string, string>): void {
  const at = new Date().toISOString().slice(11, 19);
  context.terminal.out(context.json ? JSON.stringify(event) : plainLine(`${at} ${describe(event, names)}`));
}

function describe(event: AccountEvent, names: Map<string, string>): string {
  if (event.kind === "machine") {
    const { workspaceId, workspaceName, site, powerState, publicAddress, stale } = event.instance;
    names.set(workspaceId, workspaceName);
    const address = publicAddress === null ? "" : ` ${publicAddress}`;
    return `${workspaceName} on ${site}: ${powerState}${address}${stale ? " (the cloud does not answer)" : ""}`;
  }
  const name = names.get(event.workspaceId) ?? event.workspaceId;
  return event.kind === "run" ? `${name} on ${event.site}: run ${event.status}` : `${name}: ${event.change}`;
}
