/** `npm run test:simulation [-- --seeds N | --seed S | --mutants]`: the deterministic simulation (docs/testing.md). */
import { CHECKOUT } from "./setup/places.mjs";
import { runSource } from "./setup/run-source.mjs";
import { runTool } from "./setup/run-tool.mjs";
import { ensureToolchain } from "./setup/set-up.mjs";

await runTool(async () =>
  runSource(await ensureToolchain(), "test/simulation/main.ts", process.argv.slice(2), { cwd: CHECKOUT }),
);
