/** `npm test [-- jest arguments]`: set-up, static gates, jest, and one closing line with the totals. */
import { describeCounts, totalOf, WHOLE, withFuzzCounts } from "./fuzz/fuzz-counts.mjs";
import { keepFuzzReport } from "./fuzz/fuzz-report.mjs";
import { ensureTestPackages } from "./setup/debian-packages.mjs";
import { runGates } from "./setup/gates.mjs";
import { keepTestTimes } from "./setup/keep-test-times.mjs";
import { runJest } from "./setup/run-jest.mjs";
import { runTool } from "./setup/run-tool.mjs";
import { ensureToolchain } from "./setup/set-up.mjs";

await runTool(async () => {
  const toolchain = await ensureToolchain();
  await ensureTestPackages(process.env, (line) => process.stderr.write(`${line}\n`));
  const failedGates = await runGates(toolchain);
  const args = process.argv.slice(2);
  const { result: tests, counts } = await withFuzzCounts(() => runJest(toolchain, args));
  const executed = tests.passed + tests.failed;

  const times = keepTestTimes(tests.stories);
  if (process.env.CI)
    process.stdout.write(`longest test files, in seconds: ${times.longest}; all of them: ${times.file}\n`);
  if (totalOf(counts) > 0) process.stdout.write(`${describeCounts(counts)}\n`);
  if (totalOf(counts) >= WHOLE) process.stdout.write(`fuzz report: ${keepFuzzReport(counts, tests.failed)}\n`);
  // A size that shrank, or a kind of input that fell out, must not pass unseen.
  if (process.env.CI && args.length === 0 && totalOf(counts) < WHOLE) failedGates.push(`${WHOLE} fuzz inputs`);
  if (process.env.CI) for (const name of tests.skippedNames) process.stdout.write(`skipped: ${name}\n`);
  const failed = tests.failed + failedGates.length;
  for (const gate of failedGates) process.stdout.write(`failed gate: ${gate}\n`);
  if (executed === 0) process.stdout.write("no test was executed\n");
  process.stdout.write(`${tests.passed} passed, ${failed} failed, ${tests.skippedNames.length} skipped\n`);
  return failed > 0 || executed === 0 || tests.exitCode !== 0 ? 1 : 0;
});
