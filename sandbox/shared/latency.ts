/**
 * How slow a sandbox is: `recorded` waits as long as the measured clouds did, `instant` settles every asynchronous
 * step before the next request.
 */
export type LatencyMode = "instant" | "recorded";

/** The wait in milliseconds a mode gives to a step whose recorded length is known. */
export function latencyOf(mode: LatencyMode, recordedMs: number): number {
  return mode === "recorded" ? recordedMs : 0;
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
