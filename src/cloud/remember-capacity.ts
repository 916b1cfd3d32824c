import type { CapacityItem, Cloud } from "../contract/index.ts";
import type { Clock } from "../kernel/clock.ts";
import type { CloudClients } from "./open-cloud-client.ts";

const GOOD_FOR_MS = 30_000;

export interface RememberCapacityPorts {
  readonly clients: CloudClients;
  readonly clock: Clock;
  /** A new signal that fires when a cloud has had long enough. */
  readonly timeLimit: () => AbortSignal;
}

/**
 * How much may be used on a cloud and is, for choosing one: asked at most twice a minute, because every check of a
 * requirement wants to know. Nothing where the cloud does not tell, or not in time. Never fails.
 */
export type RememberCapacity = (cloud: Cloud) => Promise<readonly CapacityItem[] | undefined>;

export function makeRememberCapacity({ clients, clock, timeLimit }: RememberCapacityPorts): RememberCapacity {
  const known = new Map<
    string,
    { readonly at: number; readonly items: Promise<readonly CapacityItem[] | undefined> }
  >();

  return (cloud) => {
    // One that is silent is told of as such; asking would only take time.
    if (cloud.status !== "ready") return Promise.resolve(undefined);
    const now = clock.now().getTime();
    const last = known.get(cloud.id);
    if (last !== undefined && now - last.at < GOOD_FOR_MS) return last.items;
    const items = ask(cloud.id);
    known.set(cloud.id, { at: now, items });
    return items;
  };

  async function ask(cloudId: string): Promise<readonly CapacityItem[] | undefined> {
    const limit = timeLimit();
    const tooLate = new Promise<undefined>((resolve) => {
      limit.addEventListener("abort", () => resolve(undefined), { once: true });
    });
    const read = async () => (await clients(cloudId)).readCapacity(limit);
    return Promise.race([read().catch(() => undefined), tooLate]);
  }
}
