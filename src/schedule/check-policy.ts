import type { PolicyRequest } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import { readCron, windowAt } from "./window-at.ts";

interface PolicyIssue {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

const FIELDS =
  "Write five fields, such as `0 3 * * 6,0`: minute, hour, day of the month, month, day of the week (0 is Sunday).";

/** Throws AppError("validation-failed") with everything that is wrong with a policy. */
export function checkPolicy({ timeZone, window, power }: PolicyRequest, now: Date): void {
  // A line is judged by itself where the zone is wrong already.
  const zone = zoneIssue(timeZone, now);
  const clock = zone === null ? timeZone : "UTC";
  const issues = [
    zone,
    window && cronIssue("/window/cron", window.cron, clock, now),
    power && cronIssue("/power/stop", power.stop, clock, now),
    power && cronIssue("/power/start", power.start, clock, now),
  ].filter((issue) => issue !== null);
  if (issues.length === 0) return;
  throw new AppError("validation-failed", issues.map(({ message }) => message).join(" "), { issues });
}

function zoneIssue(timeZone: string, now: Date): PolicyIssue | null {
  if (windowAt({ cron: "* * * * *", minutes: 1, timeZone }, now) !== null) return null;
  return {
    pointer: "/timeZone",
    code: "unknown-time-zone",
    message: `There is no time zone "${timeZone}".`,
    remedy: "Use an IANA name, such as Asia/Seoul or UTC.",
  };
}

function cronIssue(pointer: string, cron: string, timeZone: string, now: Date): PolicyIssue | null {
  if (readCron(cron) === null) {
    return { pointer, code: "wrong-cron", message: `"${cron}" is no cron line.`, remedy: FIELDS };
  }
  const next = windowAt({ cron, minutes: 1, timeZone }, now);
  if (next === null || next.open || next.opensAt !== null) return null;
  return { pointer, code: "not-within-a-year", message: `"${cron}" names no day of the coming year.`, remedy: FIELDS };
}
