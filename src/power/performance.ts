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
}

/** One action in a worker's hands; `signal` fires when the claim is lost or the worker stops. */
export interface Performance {
  readonly ports: PerformPorts;
  readonly claim: PowerClaim;
  readonly power: MachinePower;
  readonly signal: AbortSignal;
}

export const LOOK_MS = 1_500;

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
