import type { SessionEndReason } from "../contract/index.ts";
import type { SessionLimits } from "./ports.ts";

export interface SessionTimes {
  readonly connectedAt: Date;
  readonly lastInputAt: Date;
  /** When it was last certain that the person still may. */
  readonly allowedAt: Date;
}

/** While nobody can say whether the person still may, such as without a database, a session goes on for so long. */
const DOUBT_MS = 60_000;

/** Why a connected session has to end now; null while it may go on. */
export function whyItEnds(
  { connectedAt, lastInputAt, allowedAt }: SessionTimes,
  now: Date,
  limits: Pick<SessionLimits, "idleMs" | "longestMs">,
): SessionEndReason | null {
  const since = (moment: Date): number => now.getTime() - moment.getTime();
  if (since(connectedAt) >= limits.longestMs) return "too-long";
  if (since(lastInputAt) >= limits.idleMs) return "idle";
  if (since(allowedAt) >= DOUBT_MS) return "failed";
  return null;
}
