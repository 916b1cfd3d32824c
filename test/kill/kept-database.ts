import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { postgresVersion } from "../../src/adapters/postgres/embedded/postgres-programs.ts";
import {
  type EmbeddedDatabase,
  startEmbeddedDatabase,
} from "../../src/adapters/postgres/embedded/start-embedded-database.ts";
import { toolchain } from "../_helpers/toolchain.ts";

export interface KeptDatabase {
  /** Undefined for one that the service itself starts and looks after. */
  readonly url: string | undefined;
  readonly pid: number;
  deaths(): number;
  /** Fulfilled when it is up, be it for the second time. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

const PATIENCE_MS = 60_000;

/** A durable PostgreSQL that is started again whenever it ends. */
export async function keepDatabase(folder: string): Promise<KeptDatabase> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const start = (): Promise<EmbeddedDatabase> =>
    startEmbeddedDatabase({ binDir: toolchain().postgresBinDir ?? "", folder, samePort: deaths > 0 });
  let [deaths, stopping, up] = [0, false, true];
  let server = await start();

  async function keepUp(): Promise<void> {
    await server.ended;
    while (!stopping) {
      up = false;
      deaths += 1;
      server = await start();
      up = true;
      if (stopping) await server.stop();
      await server.ended;
    }
  }

  const kept = keepUp();
  return {
    url: server.url,
    get pid() {
      return server.pid;
    },
    deaths: () => deaths,
    ready: () => until(() => up),
    async stop() {
      stopping = true;
      await server.stop();
      await kept;
    },
  };
}

/** The one that the service on this data folder started for itself. */
export async function findOwnDatabase(folder: string): Promise<KeptDatabase> {
  const major = Number.parseInt(await postgresVersion(toolchain().postgresBinDir ?? ""), 10);
  const file = join(folder, String(major), "cluster", "postmaster.pid");
  const first = pidIn(file);
  const seen = new Set([first]);
  const present = (): number => {
    const pid = pidIn(file);
    if (pid !== 0) seen.add(pid);
    return pid;
  };
  return {
    url: undefined,
    get pid() {
      return present();
    },
    deaths() {
      present();
      return seen.size - 1;
    },
    ready: () => until(() => present() !== 0),
    async stop() {},
  };
}

/** Its last line says whether it takes connections. 0 while it does not. */
function pidIn(file: string): number {
  try {
    const text = readFileSync(file, "utf8");
    const pid = Number(text.split("\n")[0]);
    process.kill(pid, 0);
    return text.trimEnd().endsWith("ready") ? pid : 0;
  } catch {
    return 0;
  }
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("the database does not come up");
    await sleep(50);
  }
}
