/** `node tools/run.mjs [node flags] file.ts [args]`: runs a source of this checkout with the right Node. */
import { CHECKOUT } from "./setup/places.mjs";
import { runSource } from "./setup/run-source.mjs";
import { runTool } from "./setup/run-tool.mjs";
import { ensureToolchain } from "./setup/set-up.mjs";

const given = process.argv.slice(2);
const at = given.findIndex((word) => !word.startsWith("-"));

await runTool(async () => {
  if (at === -1) {
    process.stderr.write("usage: node tools/run.mjs [node flags] file.ts [args]\n");
    return 2;
  }
  const toolchain = await ensureToolchain();
  return runSource(toolchain, given[at], given.slice(at + 1), { nodeFlags: given.slice(0, at), cwd: CHECKOUT });
});
