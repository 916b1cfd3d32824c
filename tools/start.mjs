/** `npm start [-- file.yaml] [--port N] [--no-open]`: sets up what is missing, then becomes the service. */
import { CHECKOUT } from "./setup/places.mjs";
import { runSource } from "./setup/run-source.mjs";
import { runTool } from "./setup/run-tool.mjs";
import { ensureToolchain } from "./setup/set-up.mjs";

await runTool(async () => {
  const toolchain = await ensureToolchain();
  return runSource(toolchain, "server/start.ts", process.argv.slice(2), { cwd: CHECKOUT });
});
