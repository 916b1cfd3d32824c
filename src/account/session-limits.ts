/** How long a session may be idle, and how long it may last at most. */
export interface SessionLimits {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

/** A use is written down at most this often: a busy page must not write for every request. */
export const NOTE_USE_EVERY_MS = 60_000;

/** How long somebody may look for their phone. */
export const SECOND_FACTOR_MS = 10 * 60_000;

/** When a session ends if it is not used after `now`. */
export function idleUntil(now: Date, absoluteUntil: Date, { idleMs }: SessionLimits): Date {
  return new Date(Math.min(now.getTime() + idleMs, absoluteUntil.getTime()));
}
