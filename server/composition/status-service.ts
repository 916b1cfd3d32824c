import { existsSync } from "node:fs";
import type pg from "pg";
import { readBacklog } from "../../src/adapters/postgres/backlog.ts";
import { readServiceFacts } from "../../src/adapters/postgres/service-facts.ts";
import type { ServiceStatus } from "../../src/contract/index.ts";
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
    ...(await readServiceFacts(parts.pool)),
  });
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
