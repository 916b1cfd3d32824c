import { faultRefusal } from "../core/fault.ts";
import { Refusal } from "../core/refusal.ts";

export function volumeNotFound(id: string): Refusal {
  return faultRefusal(404, `Volume ${id} could not be found.`);
}

export function overLimit(message: string): Refusal {
  return new Refusal(413, { overLimit: { code: 413, message, retryAfter: "0" } }, { "retry-after": "0" });
}

export const VOLUME_BUSY =
  "Invalid volume: Volume status must be available or error or error_restoring or error_extending or error_managing and must not be migrating, attached, belong to a group, have snapshots, awaiting a transfer, or be disassociated from snapshots after volume transfer.";
