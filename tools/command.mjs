/** What bin/twinstack and bin/cdktf start: `node tools/command.mjs twinstack|cdktf [args]`, in the caller's folder. */
import { join } from "node:path";
import { handOver } from "./setup/hand-over.mjs";
import { CHECKOUT } from "./setup/places.mjs";
import { productEnvironment } from "./setup/product-environment.mjs";
import { runSource } from "./setup/run-source.mjs";
import { runTool } from "./setup/run-tool.mjs";
import { ensureToolchain } from "./setup/set-up.mjs";

const [command, ...args] = process.argv.slice(2);

await runTool(async () => {
  const toolchain = await ensureToolchain({ say: sayWork });
  return command === "cdktf" ? runCdktf(toolchain) : runSource(toolchain, "src/cli/main.ts", args);
});

/** The maintained continuation of the CDKTF command, told which engine to use. */
function runCdktf(toolchain) {
  const program = join(CHECKOUT, "node_modules", "cdktf-cli", "bin", "cdktn");
  const env = { ...productEnvironment(process.env, toolchain), TERRAFORM_BINARY_NAME: toolchain.enginePath };
  return handOver(toolchain.nodePath, [program, ...args], { env });
}

/** A command's own output matters more than what was already there: only steps that take time are told. */
function sayWork(line) {
  if (line.endsWith("…")) process.stderr.write(`${line}\n`);
}
