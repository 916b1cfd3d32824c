import { randomBytes, randomUUID } from "node:crypto";
import type { Clock } from "../../shared/clock.ts";
import type { GuestKeeper } from "../../shared/guests/guest-keeper.ts";
import { type LatencyMode, latencyOf } from "../../shared/latency.ts";
import type { Store } from "../../shared/store.ts";
import type { BlobStore } from "./blob-store.ts";
import type { CloudState, Transition } from "./cloud-state.ts";

/** What every route and every transition works on. */
export interface World {
  readonly state: CloudState;
  readonly clock: Clock;
  readonly latency: LatencyMode;
  readonly blobs: BlobStore;
  /** Ports a web-download import may use; glance's own default is 80 and 443. */
  readonly importPorts: readonly number[];
  /** What keeps the guests behind servers, where there are any. */
  readonly guests: { keeper: GuestKeeper | null };
  changed(): void;
  /** Plans a step `recordedMs` from now (at once when the latency is instant). */
  later(recordedMs: number, kind: string, id: string, facts?: Transition["facts"]): void;
}

export interface WorldParts {
  readonly store: Store<CloudState>;
  readonly clock: Clock;
  readonly latency: LatencyMode;
  readonly blobs: BlobStore;
  readonly importPorts: readonly number[];
}

export function makeWorld(parts: WorldParts): World {
  const { store, clock, latency, blobs, importPorts } = parts;

  function later(recordedMs: number, kind: string, id: string, facts: Transition["facts"] = {}): void {
    store.state.pending.push({ at: clock.now().getTime() + latencyOf(latency, recordedMs), kind, id, facts });
    store.changed();
  }

  const guests = { keeper: null };
  return { state: store.state, clock, latency, blobs, importPorts, guests, changed: store.changed, later };
}

/** Identifiers of nova, neutron, cinder and glance. */
export function newUuid(): string {
  return randomUUID();
}

/** Identifiers of keystone: 32 hex digits. */
export function newHexId(): string {
  return randomBytes(16).toString("hex");
}

/** `2026-11-21T11:58:50Z`, the form of nova, neutron and glance. */
export function isoSeconds(clock: Clock): string {
  return `${clock.now().toISOString().slice(0, 19)}Z`;
}

/** `2026-11-21T11:58:50.000000`, the form of cinder and of nova's newer fields. */
export function isoMicros(clock: Clock): string {
  return `${clock.now().toISOString().slice(0, 19)}.000000`;
}
