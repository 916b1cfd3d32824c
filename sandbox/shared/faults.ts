/**
 * What a fault does to a matching request. `outage` drops every connection of the whole cloud; `repeat` does the request
 * twice and answers as the second time, as with a proxy that sends again what it got no answer to; `page` answers with a
 * web page and does nothing; `half` does it and breaks off in the middle of the answer; `expire-token` ends the token that
 * the request carries, where the cloud knows tokens.
 */
export type FaultEffect =
  | { readonly kind: "delay"; readonly ms: number }
  | { readonly kind: "status"; readonly status: number; readonly body?: unknown }
  | { readonly kind: "drop"; readonly when: "before" | "after" }
  | { readonly kind: "repeat" }
  | { readonly kind: "page"; readonly status?: number }
  | { readonly kind: "half" }
  | { readonly kind: "expire-token" }
  | { readonly kind: "outage" };

export interface FaultRequest {
  /** An HTTP method; absent matches all. */
  readonly method?: string;
  /** A regular expression on path and query; absent matches all. */
  readonly path?: string;
  readonly effect: FaultEffect;
  /** How many matching requests it hits; absent: until removed. */
  readonly count?: number;
  /** Kept and listed with the fault, for whoever set it. */
  readonly note?: unknown;
}

export interface Fault extends FaultRequest {
  readonly id: string;
  readonly hits: number;
}

/** The faults in force, oldest first. Kept in memory only: a restart heals the cloud. */
export interface FaultBoard {
  list(): readonly Fault[];
  add(request: FaultRequest): Fault;
  remove(id: string): boolean;
  clear(): void;
  /** The first effect that hits this request, counted as used. */
  take(method: string, url: string): FaultEffect | undefined;
}

export function makeFaultBoard(): FaultBoard {
  let faults: Fault[] = [];
  let next = 1;

  function add(request: FaultRequest): Fault {
    const fault = { ...request, id: String(next++), hits: 0 };
    faults.push(fault);
    return fault;
  }

  function remove(id: string): boolean {
    const before = faults.length;
    faults = faults.filter((fault) => fault.id !== id);
    return faults.length < before;
  }

  function clear(): void {
    faults = [];
  }

  function take(method: string, url: string): FaultEffect | undefined {
    const hit = faults.find((fault) => matches(fault, method, url));
    if (hit === undefined) return undefined;
    const used = { ...hit, hits: hit.hits + 1 };
    const spent = used.count !== undefined && used.hits >= used.count;
    faults = spent ? faults.filter((fault) => fault !== hit) : faults.map((fault) => (fault === hit ? used : fault));
    return hit.effect;
  }

  return { list: () => faults, add, remove, clear, take };
}

function matches(fault: Fault, method: string, url: string): boolean {
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
  return fault.path === undefined || new RegExp(fault.path).test(url);
}
