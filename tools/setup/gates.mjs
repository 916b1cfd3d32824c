import { existsSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "./places.mjs";
import { productEnvironment } from "./product-environment.mjs";
import { runCommand } from "./run-command.mjs";

/** Static checks, cheapest remedy first; one whose configuration is not in the checkout is not a gate here. */
const GATES = [
  { name: "format and lint", program: "@biomejs/biome/bin/biome", args: ["check", "."] },
  { name: "types", program: "typescript/bin/tsc", args: ["-p", "."] },
  { name: "types of the web page", program: "typescript/bin/tsc", args: ["-p", "web"], needs: ["web/tsconfig.json"] },
  {
    name: "types of the generated bindings",
    program: "typescript/bin/tsc",
    args: ["-p", "generated"],
    needs: ["generated/tsconfig.json"],
  },
  {
    name: "typed lint rules",
    program: "eslint/bin/eslint.js",
    args: ["."],
    needs: ["eslint.config.js", "eslint.config.mjs", "eslint.config.ts"],
  },
  { name: "dead code", program: "knip/bin/knip.js", args: [], needs: ["knip.json", "knip.jsonc", "knip.ts"] },
];

/** Most of a gate is one thread's work, so two side by side use two cores. */
const AT_ONCE = 2;

/**
 * Runs every gate and shows the output of those that fail.
 *
 * @param {{ nodePath: string, enginePath: string, cliConfigFile: string }} toolchain
 * @returns {Promise<string[]>} names of the gates that failed, in the order of the gates
 */
export async function runGates(toolchain) {
  const env = productEnvironment(process.env, toolchain);
  const gates = GATES.filter(isConfigured);
  const left = [...gates];
  const failed = new Set();

  async function work() {
    for (let gate = left.shift(); gate !== undefined; gate = left.shift()) {
      const program = join(CHECKOUT, "node_modules", gate.program);
      const run = await runCommand(toolchain.nodePath, [program, ...gate.args], { env, cwd: CHECKOUT, keepAll: true });
      process.stderr.write(`gate: ${gate.name} ${run.ok ? "passed" : "FAILED"}\n`);
      if (run.ok) continue;
      process.stderr.write(`${run.tail}\n`);
      failed.add(gate.name);
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return gates.map(({ name }) => name).filter((name) => failed.has(name));
}

function isConfigured({ needs }) {
  return !needs || needs.some((file) => existsSync(join(CHECKOUT, file)));
}
