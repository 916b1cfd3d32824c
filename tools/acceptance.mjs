/**
 * `npm run test:acceptance [-- jest arguments]`: the product's story on a real OpenStack, and one closing line.
 *
 * With OSTB_STATE and OSTB_IP set, that test bed is used and left running; else one is made and purged.
 */
import { openTestBed } from "./acceptance/open-test-bed.mjs";
import { runJest } from "./setup/run-jest.mjs";
import { runTool } from "./setup/run-tool.mjs";
import { ensureToolchain } from "./setup/set-up.mjs";

await runTool(async () => {
  const toolchain = await ensureToolchain();
  const bed = await openTestBed(process.env);
  try {
    Object.assign(process.env, bed.environment);
    const tests = await runJest(toolchain, ["--config", "jest.acceptance.config.js", ...process.argv.slice(2)]);
    for (const name of tests.skippedNames) process.stdout.write(`skipped: ${name}\n`);
    const { passed, failed, skippedNames } = tests;
    if (passed + failed === 0) process.stdout.write("no test was executed\n");
    process.stdout.write(`${passed} passed, ${failed} failed, ${skippedNames.length} skipped\n`);
    return failed > 0 || passed === 0 || tests.exitCode !== 0 ? 1 : 0;
  } finally {
    await bed.close();
  }
});
