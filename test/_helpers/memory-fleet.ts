import type { RunStatus } from "../../src/contract/index.ts";
import {
  ENGINE_ENDS_SECONDS,
  ownerLimit,
  type RunQueue,
  type RunRecord,
  type SeenWorker,
  WORKER_SILENT_SECONDS,
  type WorkerRegistry,
} from "../../src/run/ports.ts";

/** What the fleet looks at of a stored run. */
export interface FleetEntry {
  readonly run: RunRecord;
  readonly claimedUntil: number | null;
  readonly claimedBy: string | null;
  readonly claimedHost: string | null;
  readonly heardAt: number | null;
}

export interface MemoryFleet {
  readonly workers: WorkerRegistry;
  readonly queue: RunQueue;
  /** The run that this host's worker takes next. */
  choose<T extends FleetEntry>(entries: Iterable<T>, hostId: string): T | undefined;
}

const WAITING: readonly RunStatus[] = ["pending", "confirmed"];
const WORKED: readonly RunStatus[] = ["planning", "applying"];

/** Workers and the order of runs without a database: the same rules as `claim-next.ts` and `run-queue.ts`. */
export function makeMemoryFleet(
  now: () => number,
  all: () => readonly FleetEntry[],
  accounts: () => number,
  powerChanges: (workspaceId: string, site: string) => boolean = () => false,
): MemoryFleet {
  const workers = new Map<string, Omit<SeenWorker, "alive" | "active">>();

  const isHeld = ({ claimedUntil }: FleetEntry) => claimedUntil !== null && claimedUntil >= now();
  const isAlive = ({ lastSeenAt }: Pick<SeenWorker, "lastSeenAt">) =>
    lastSeenAt.getTime() > now() - WORKER_SILENT_SECONDS * 1_000;
  const living = () => [...workers.values()].filter((worker) => !worker.stopping && isAlive(worker));

  function busy(ownerId: string): number {
    return all().filter((entry) => isHeld(entry) && entry.run.ownerId === ownerId).length;
  }

  function limit(): number | null {
    const slots = living().reduce((sum, { concurrency }) => sum + concurrency, 0);
    return slots > 0 && accounts() > 1 ? ownerLimit(slots) : null;
  }

  function mayTake(entry: FleetEntry, hostId: string): boolean {
    if (isHeld(entry)) return false;
    if (entry.run.status === "planning") return true;
    if (entry.run.status === "applying") {
      const ended = entry.claimedUntil === null || entry.claimedUntil < now() - ENGINE_ENDS_SECONDS * 1_000;
      return ended || entry.claimedHost === null || entry.claimedHost === hostId;
    }
    if (powerChanges(entry.run.workspaceId, entry.run.site)) return false;
    const most = limit();
    return WAITING.includes(entry.run.status) && (most === null || busy(entry.run.ownerId) < most);
  }

  const isLeft = ({ run }: FleetEntry) => WORKED.includes(run.status);

  /** Places of the waiting runs, as if every owner's runs were taken in turns. */
  function places(): readonly FleetEntry[] {
    const rounds = new Map<string, number>();
    return all()
      .filter((entry) => WAITING.includes(entry.run.status) && !isHeld(entry))
      .map((entry, order) => {
        const round = (rounds.get(entry.run.ownerId) ?? busy(entry.run.ownerId)) + 1;
        rounds.set(entry.run.ownerId, round);
        return { entry, order, round };
      })
      .sort((left, right) => left.round - right.round || left.order - right.order)
      .map(({ entry }) => entry);
  }

  return {
    choose<T extends FleetEntry>(entries: Iterable<T>, hostId: string): T | undefined {
      return [...entries]
        .filter((entry) => mayTake(entry, hostId))
        .sort(
          (left, right) =>
            Number(isLeft(right)) - Number(isLeft(left)) || busy(left.run.ownerId) - busy(right.run.ownerId),
        )[0];
    },
    queue: {
      async waiting(runIds) {
        const order = places();
        const wanted = all().filter(
          ({ run }) => runIds.includes(run.id) && [...WAITING, ...WORKED, "planned"].includes(run.status),
        );
        return new Map(
          wanted.map((entry) => {
            const place = order.indexOf(entry);
            const lost = isLeft(entry) && !isHeld(entry);
            const ends = (entry.claimedUntil ?? now()) + ENGINE_ENDS_SECONDS * 1_000;
            return [
              entry.run.id,
              {
                position: place < 0 ? null : place + 1,
                workersAlive: living().length,
                ownerActive: busy(entry.run.ownerId),
                ownerLimit: limit(),
                claim: isHeld(entry) ? ("held" as const) : lost ? ("lost" as const) : ("none" as const),
                hostName: workers.get(entry.claimedBy ?? "")?.hostName ?? null,
                hostAlive: living().some(({ hostId }) => hostId === entry.claimedHost),
                pinnedTo: null,
                engineEndsAt: entry.run.status === "applying" && entry.claimedUntil !== null ? new Date(ends) : null,
                lockedBy: null,
                silentSeconds: entry.heardAt === null ? null : (now() - entry.heardAt) / 1_000,
              },
            ];
          }),
        );
      },
    },
    workers: {
      async seen(worker) {
        const startedAt = workers.get(worker.id)?.startedAt ?? new Date(now());
        workers.set(worker.id, { ...worker, startedAt, lastSeenAt: new Date(now()) });
      },
      async leave(workerId) {
        workers.delete(workerId);
      },
      async list() {
        return [...workers.values()].reverse().map((worker) => ({
          ...worker,
          alive: isAlive(worker),
          active: all().filter((entry) => entry.claimedBy === worker.id && isHeld(entry) && isLeft(entry)).length,
        }));
      },
    },
  };
}
