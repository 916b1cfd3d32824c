import { mkdir } from "node:fs/promises";
import {
  type EmbeddedDatabase,
  startEmbeddedDatabase,
} from "../../src/adapters/postgres/embedded/start-embedded-database.ts";
import { toolchain } from "../_helpers/toolchain.ts";

export interface KeptDatabase {
  readonly url: string;
  readonly pid: number;
  deaths(): number;
  stop(): Promise<void>;
}

/** A durable PostgreSQL that is started again whenever it ends. */
export async function keepDatabase(folder: string): Promise<KeptDatabase> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const start = (): Promise<EmbeddedDatabase> =>
    startEmbeddedDatabase({ binDir: toolchain().postgresBinDir ?? "", folder });
  let [deaths, stopping] = [0, false];
  let server = await start();

  async function keepUp(): Promise<void> {
    await server.ended;
    while (!stopping) {
      deaths += 1;
      server = await start();
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
    async stop() {
      stopping = true;
      await server.stop();
      await kept;
    },
  };
}
