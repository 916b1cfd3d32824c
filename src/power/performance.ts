import type { CloudClients, MachinePower, PowerSight } from "../cloud/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Timers } from "../kernel/timers.ts";
import type { PowerClaim, PowerEnd, PowerStore } from "./ports.ts";

export interface PerformPorts {
  readonly store: Pick<PowerStore, "noteSending" | "noteAccepted" | "noteWaiting">;
  readonly clients: CloudClients;
  /** Throws AppError when the owner may no longer use the cloud. */
  readonly mayUse: (cloudId: string, ownerId: string) => Promise<void>;
  readonly timers: Pick<Timers, "pause">;
  /** Milliseconds of a clock that never goes back; only differences mean anything. */
  readonly elapsedMs: () => number;
}

/** One action in a worker's hands; `signal` fires when the claim is lost or the worker stops. */
export interface Performance {
  readonly ports: PerformPorts;
  readonly claim: PowerClaim;
  readonly power: MachinePower;
  readonly signal: AbortSignal;
  /** Since it was asked for. */
  readonly ageMs: () => number;
}

export const LOOK_MS = 1_500;
/** Nobody wants a machine stopped long after they have asked for it. */
const TELL_WITHIN_MS = 5 * 60_000;
/**
 * Whoever goes on after a dead worker counts its quiet seconds from the intent. A worker that slept in between, or whose
 * database was slow, must not tell the cloud when those are over: a run may be at work on the machine by then.
 */
const TELL_AFTER_INTENT_MS = 3_000;

export function isTooLate({ ageMs }: Performance): boolean {
  return ageMs() >= TELL_WITHIN_MS;
}

/** Notes that the cloud is about to be told. `late`: it took too long, and the cloud must not be told by this note. */
export async function noteIntent(work: Performance, mark: string | null): Promise<"noted" | "late" | "given-up"> {
  const { ports, claim, signal } = work;
  const begun = ports.elapsedMs();
  const isNoted = await ports.store.noteSending(claim.record.id, claim.epoch, mark);
  if (!isNoted || signal.aborted) return "given-up";
  return ports.elapsedMs() - begun > TELL_AFTER_INTENT_MS ? "late" : "noted";
}

/** It was certainly not done, and will not be. */
export function tooLate(why: string, code: AppError["code"]): PowerEnd {
  return failed(new AppError(code, `Nothing was done, because the cloud could not be told in time. ${why}`.trim()));
}

/** A cloud that does not answer may be asked again, so that is a value; what it refuses is thrown. */
export async function lookOrReason({ power, claim, signal }: Performance): Promise<PowerSight | AppError | null> {
  try {
    return await power.look(claim.record.instanceId, signal);
  } catch (error) {
    if (error instanceof AppError && error.code === "cloud-unreachable") return error;
    throw error;
  }
}

export function failed(error: AppError): PowerEnd {
  return { status: "failed", detail: error.message, problem: error.code };
}

export function uncertain(detail: string): PowerEnd {
  return { status: "uncertain", detail, problem: "power-uncertain" };
}

/** A refusal of a cloud, as opposed to trouble of our own, after which nothing may be noted as its answer. */
export function isCloudsWord(error: unknown): error is AppError {
  return error instanceof AppError && error.code !== "database-unavailable" && error.code !== "internal";
}
