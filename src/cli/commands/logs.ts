import type { Run, RunEvent } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, findWorkspace, type Items, printJson } from "../context.ts";
import { readServerSentEvents } from "../server-sent-events.ts";
import { plainLine } from "../table.ts";

const RECONNECT_MS = 1000;

/** Prints a run's log; `follow` stays until the run is finished and resumes after a broken connection where it stopped. */
export async function logs(context: Context, target: string, options: { readonly follow: boolean }): Promise<void> {
  const ids = await runIdsFor(context, target);
  if (!options.follow) {
    for (const id of ids) {
      const { items } = await context.api.get<Items<RunEvent>>(`/api/v1/runs/${id}/events`);
      if (context.json) printJson(context, { items });
      else for (const event of items) printEvent(context, event);
    }
    return;
  }
  await Promise.all(ids.map((id) => follow(context, id)));
}

async function runIdsFor(context: Context, target: string): Promise<readonly string[]> {
  if (/^[0-9a-f]{8}-/.test(target)) return [target];
  const workspace = await findWorkspace(context, target);
  const { items } = await context.api.get<Items<Run>>(`/api/v1/runs?workspaceId=${workspace.id}`);
  const newest = items[0];
  if (newest === undefined)
    throw new CliError("not-found", `${target} has no run yet`, `Start one: twinstack plan ${target}`, EXIT.refused);
  return items.filter((run) => run.groupId === newest.groupId).map((run) => run.id);
}

async function follow(context: Context, id: string): Promise<void> {
  let last = "0";
  for (;;) {
    try {
      const response = await context.api.stream(`/api/v1/runs/${id}/events`, {
        accept: "text/event-stream",
        "last-event-id": last,
      });
      for await (const message of readServerSentEvents(response)) {
        if (message.id !== "") last = message.id;
        if (message.event === "end") return;
        if (message.data !== "") printEvent(context, JSON.parse(message.data) as RunEvent);
      }
    } catch (error) {
      // A refusal (unknown run, wrong token) will not get better; a broken connection will.
      if (error instanceof CliError && error.exitCode !== EXIT.unreachable) throw error;
      context.terminal.err("connection lost, trying again …");
    }
    await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
  }
}

function printEvent(context: Context, event: RunEvent): void {
  if (context.json) context.terminal.out(JSON.stringify(event));
  else context.terminal.out(`${event.at.slice(11, 19)} ${event.phase ?? event.kind}: ${plainLine(event.text)}`);
}
