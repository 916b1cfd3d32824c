import type { PolicyPower } from "../contract/index.ts";
import { lastAt, windowAt } from "./window-at.ts";

/** What the owner's times last said, and when they say something else. */
export interface PowerEdge {
  readonly verb: "start" | "stop";
  readonly at: Date;
  readonly nextOther: Date | null;
}

/** Null when neither time came in the last week. Where both come at once, the machine runs. */
export function lastEdge({ stop, start }: PolicyPower, timeZone: string, now: Date): PowerEdge | null {
  const [stopped, started] = [lastAt(stop, timeZone, now), lastAt(start, timeZone, now)];
  if (stopped === null && started === null) return null;
  const next = (cron: string) => windowAt({ cron, minutes: 1, timeZone }, now)?.opensAt ?? null;
  if (started !== null && (stopped === null || started >= stopped)) {
    return { verb: "start", at: started, nextOther: next(stop) };
  }
  return stopped === null ? null : { verb: "stop", at: stopped, nextOther: next(start) };
}
