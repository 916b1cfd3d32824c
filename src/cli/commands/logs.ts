import type { Run, RunEvent } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, findWorkspace, type Items, isRunId, printJson } from "../context.ts";
import { readServerSentEvents } from "../server-sent-events.ts";
import { plainLine } from "../table.ts";

const RECONNECT_MS = 1000;

/** Prints a run's log; `follow` stays until the run is finished and resumes after a broken connection where it stopped. */
export async function logs(context: Context, target: string, options: { readonly follow: boolean }): Promise<void> {
  const logs = await logsFor(context, target);
  if (options.follow) {
    await Promise.all(logs.map((log) => follow(context, log)));
    return;
  }
  const events: RunEvent[] = [];
  for (const { id, label } of logs) {
    const { items } = await context.api.get<Items<RunEvent>>(`/api/v1/runs/${id}/events`);
    events.push(...items);
    if (!context.json) for (const event of items) printEvent(context, event, label);
  }
  if (context.json) printJson(context, { items: events });
}

/** A run whose log is wanted; the label tells the lines of two runs apart and is empty when there is one. */
interface Log {
  readonly id: string;
  readonly label: string;
}

async function logsFor(context: Context, target: string): Promise<readonly Log[]> {
  if (isRunId(target)) return [{ id: target, label: "" }];
  const workspace = await findWorkspace(context, target);
  const { items } = await context.api.get<Items<Run>>(`/api/v1/runs?workspaceId=${workspace.id}`);
  const newest = items[0];
  if (newest === undefined)
    throw new CliError(
      "not-found",
      `${target} has no run yet`,
      `Start one: npx twinstack plan ${target}`,
      EXIT.refused,
    );
  const group = items.filter((run) => run.groupId === newest.groupId);
  const width = Math.max(...group.map(({ site }) => site.length));
  return group.map(({ id, site }) => ({ id, label: group.length === 1 ? "" : `${site.padEnd(width)} ` }));
}

async function follow(context: Context, { id, label }: Log): Promise<void> {
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
        if (message.data !== "") printEvent(context, JSON.parse(message.data) as RunEvent, label);
      }
    } catch (error) {
      // A refusal (unknown run, wrong token) will not get better; a broken connection will.
      if (error instanceof CliError && error.exitCode !== EXIT.unreachable) throw error;
      context.terminal.err("connection lost, trying again …");
    }
    await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
  }
}

function printEvent(context: Context, event: RunEvent, label: string): void {
  if (context.json) context.terminal.out(JSON.stringify(event));
  else context.terminal.out(`${event.at.slice(11, 19)} ${label}${event.phase ?? event.kind}: ${plainLine(event.text)}`);
}
