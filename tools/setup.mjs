import { runTool } from "./setup/run-tool.mjs";
import { setUp } from "./setup/set-up.mjs";

await runTool(async () => {
  await setUp();
  return 0;
});
