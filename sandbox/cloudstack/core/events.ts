import type { Viewer } from "./access.ts";
import type { JobContext } from "./command.ts";
import type { AsyncJob, EventRow } from "./model.ts";

const KEPT = 2000;

/** Writes an event about a finished async job, as `listEvents` shows it. */
export function addEvent({ world, job, caller }: JobContext, type: string, level: "INFO" | "ERROR"): void {
  const { events } = world.tables;
  const verb = level === "INFO" ? "Successfully completed" : "Error while";
  const row: EventRow = {
    ...world.newRow("event"),
    accountId: job.accountId,
    userName: caller.user.username,
    type,
    level,
    description: `${verb} ${type.toLowerCase().replaceAll(".", " ")}`,
    state: "Completed",
    subject: { id: job.instanceId ?? job.accountId, type: job.instanceType ?? "Account", name: nameOf(job, caller) },
  };
  events.add(row);
  const [oldest] = events.all();
  if (row.serial > KEPT && oldest) events.delete(oldest.id);
}

function nameOf({ instanceId }: AsyncJob, caller: Viewer): string {
  return instanceId ?? caller.account.name;
}
