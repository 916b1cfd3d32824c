import { makePool } from "../../src/adapters/postgres/pool.ts";
import { startQueueWorker } from "./queue-worker.ts";

/** `queue-worker-process.ts URL pg-boss|notify`: takes runs, says so, and holds them until it is killed. */
const [databaseUrl = "", delivery] = process.argv.slice(2);
await startQueueWorker({
  ...{ pool: makePool(databaseUrl), databaseUrl, holds: true },
  delivery: delivery === "notify" ? "notify" : "pg-boss",
  onClaim: (runId) => process.stdout.write(`${runId}\n`),
});
process.stdout.write("ready\n");
