/**
 * `npm run test:fuzz [-- --seed N] [--report]`: 36,000 requirements, 1,000 of them validated on each cloud, 51,000
 * requests, and Schemathesis; `--report` writes docs/reports/fuzz.md.
 */
import { randomInt } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { describeCounts, withFuzzCounts } from "./fuzz/fuzz-counts.mjs";
import { fuzzReport } from "./fuzz/fuzz-report.mjs";
import { CHECKOUT } from "./setup/places.mjs";
import { runJest } from "./setup/run-jest.mjs";
import { runTool } from "./setup/run-tool.mjs";
import { ensureToolchain } from "./setup/set-up.mjs";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: process.env.FUZZ_SEED },
    report: { type: "boolean", default: false },
  },
});

await runTool(async () => {
  const toolchain = await ensureToolchain();
  const seed = values.seed || String(randomInt(1, 2 ** 31));
  const whole = { FUZZ_REQUIREMENTS: "36000", FUZZ_VALIDATED: "1000", FUZZ_API: "56000", FUZZ_SCHEMATHESIS: "1" };
  Object.assign(process.env, { ...whole, ...process.env, FUZZ_SEED: seed });
  process.stdout.write(`seed ${seed}\n`);
  const { result, counts } = await withFuzzCounts(() => runJest(toolchain, ["--testPathPatterns", "test/fuzz/"]));
  process.stdout.write(`${describeCounts(counts)}\n`);
  process.stdout.write(`${result.passed} passed, ${result.failed} failed, ${result.skippedNames.length} skipped\n`);
  if (result.failed > 0) process.stdout.write(`repeat it with: npm run test:fuzz -- --seed ${seed}\n`);
  if (values.report) {
    const report = fuzzReport(counts, { seed, failed: result.failed, at: new Date() });
    writeFileSync(join(CHECKOUT, "docs/reports/fuzz.md"), report);
  }
  return result.failed > 0 || result.passed === 0 || result.exitCode !== 0 ? 1 : 0;
});
