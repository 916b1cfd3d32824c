/** `npm run test:fuzz [-- --seed N]`: 40,000 requirements, 1,000 of them validated on each cloud, 100,000 requests. */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { runJest } from "./setup/run-jest.mjs";
import { runTool } from "./setup/run-tool.mjs";
import { ensureToolchain } from "./setup/set-up.mjs";

const { values } = parseArgs({ options: { seed: { type: "string", default: process.env.FUZZ_SEED } } });

await runTool(async () => {
  const toolchain = await ensureToolchain();
  const seed = values.seed || String(randomInt(1, 2 ** 31));
  const full = { FUZZ_REQUIREMENTS: "40000", FUZZ_VALIDATED: "1000", FUZZ_API: "100000" };
  Object.assign(process.env, { ...full, ...process.env, FUZZ_SEED: seed });
  const { FUZZ_REQUIREMENTS, FUZZ_VALIDATED, FUZZ_API } = process.env;
  process.stdout.write(
    `seed ${seed}: ${FUZZ_REQUIREMENTS} requirements, ${FUZZ_VALIDATED} validated on each cloud, ${FUZZ_API} requests\n`,
  );
  const tests = await runJest(toolchain, ["--testPathPatterns", "test/fuzz/"]);
  process.stdout.write(`${tests.passed} passed, ${tests.failed} failed, ${tests.skippedNames.length} skipped\n`);
  if (tests.failed > 0) process.stdout.write(`repeat it with: npm run test:fuzz -- --seed ${seed}\n`);
  return tests.failed > 0 || tests.passed === 0 || tests.exitCode !== 0 ? 1 : 0;
});
