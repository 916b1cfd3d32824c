import type { JobContext } from "./command.ts";
import type { EventRow } from "./model.ts";

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
    ...(job.instanceType !== undefined && job.instanceId !== undefined
      ? { subject: { id: job.instanceId, type: job.instanceType, name: job.instanceId } }
      : {}),
  };
  events.add(row);
  const [oldest] = events.all();
  if (row.serial > KEPT && oldest) events.delete(oldest.id);
}
