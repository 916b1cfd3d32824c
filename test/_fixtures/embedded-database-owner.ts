import { startEmbeddedDatabase } from "../../src/adapters/postgres/embedded/start-embedded-database.ts";

// A process that owns an embedded database until somebody kills it.
const [binDir = "", folder = ""] = process.argv.slice(2);
const { url, pid } = await startEmbeddedDatabase({ binDir, folder });
process.stdout.write(`${JSON.stringify({ url, pid })}\n`);
setInterval(() => undefined, 1_000);
