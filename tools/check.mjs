/** `npm run check`: the static gates alone. */
import { runGates } from "./setup/gates.mjs";
import { runTool } from "./setup/run-tool.mjs";
import { ensureToolchain } from "./setup/set-up.mjs";

await runTool(async () => {
  const failed = await runGates(await ensureToolchain());
  return failed.length === 0 ? 0 : 1;
});
