/** What bin/twinstack and bin/cdktf start: `node tools/command.mjs twinstack|cdktf [args]`, in the caller's folder. */
import { CHECKOUT } from "./setup/places.mjs";
import { runSource } from "./setup/run-source.mjs";
import { runTool } from "./setup/run-tool.mjs";
import { ensureToolchain } from "./setup/set-up.mjs";

const [command, ...args] = process.argv.slice(2);

await runTool(async () => {
  const toolchain = await ensureToolchain({ say: sayWork });
  if (command === "cdktf") return runSource(toolchain, "tools/operator/cdktf.ts", args);
  // Doors of the server on this machine, not commands of the one that speaks HTTP.
  if (args[0] === "worker") return runSource(toolchain, "server/worker.ts", args.slice(1), { cwd: CHECKOUT });
  if (args[0] === "admin") return runSource(toolchain, "server/admin/main.ts", args.slice(1));
  return runSource(toolchain, "src/cli/main.ts", args);
});

/** A command's own output matters more than what was already there: only steps that take time are told. */
function sayWork(line) {
  if (line.endsWith("…")) process.stderr.write(`${line}\n`);
}
