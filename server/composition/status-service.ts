import { existsSync } from "node:fs";
import type pg from "pg";
import { readBacklog } from "../../src/adapters/postgres/backlog.ts";
import { readServiceFacts } from "../../src/adapters/postgres/service-facts.ts";
import type { ServiceStatus, WorkerStatus } from "../../src/contract/index.ts";
import type { SeenWorker, WorkerRegistry } from "../../src/run/index.ts";
import type { Services } from "../services.ts";
import type { Toolchain } from "../toolchain.ts";
import type { EngineSandbox } from "./engine-sandbox.ts";

interface StatusParts {
  readonly pool: pg.Pool;
  readonly toolchain: Toolchain;
  readonly version: string;
  readonly startedAt: Date;
  readonly publicUrl: () => string;
  readonly concurrency: number;
  readonly engineSandbox: EngineSandbox;
  readonly workers: WorkerRegistry;
}

export function statusService(parts: StatusParts): Services["status"] {
  const { toolchain } = parts;
  return async (): Promise<ServiceStatus> => ({
    name: "twinstack",
    version: parts.version,
    url: parts.publicUrl(),
    startedAt: parts.startedAt.toISOString(),
    engine: existsSync(toolchain.enginePath) ? { kind: toolchain.engineKind, version: toolchain.engineVersion } : null,
    concurrency: parts.concurrency,
    engineSandbox: await parts.engineSandbox.status(),
    workers: (await parts.workers.list()).map(presentWorker),
    ...(await readServiceFacts(parts.pool)),
  });
}

function presentWorker(worker: SeenWorker): WorkerStatus {
  const { id, hostName, version, concurrency, active } = worker;
  const living = worker.stopping ? "stopping" : "alive";
  const times = { startedAt: worker.startedAt.toISOString(), lastSeenAt: worker.lastSeenAt.toISOString() };
  return { id, host: hostName, version, state: worker.alive ? living : "lost", ...times, concurrency, active };
}

/** What waits, and how the connections of this process are used. */
export function backlogService(pool: pg.Pool): Services["backlog"] {
  return async () => ({
    ...(await readBacklog(pool)),
    connections: { open: pool.totalCount, idle: pool.idleCount, waited_for: pool.waitingCount },
  });
}

/** What a load balancer should wait for. */
export function unreadyService({ pool, toolchain }: Pick<StatusParts, "pool" | "toolchain">): Services["unready"] {
  return async () => {
    const database = await pool.query("select 1").then(
      () => true,
      () => false,
    );
    return [...(database ? [] : ["database"]), ...(existsSync(toolchain.enginePath) ? [] : ["engine"])];
  };
}
