/**
 * `npm run test:acceptance [-- --report] [jest arguments]`: the product's stories on a real OpenStack, their report,
 * and one closing line. `npm run acceptance` is CI's part of it: the first story alone.
 *
 * With OSTB_STATE and OSTB_IP set, that test bed is used and left running; else one is made and ended.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keepAcceptanceReport } from "./acceptance/acceptance-report.mjs";
import { ensureOpenstack } from "./acceptance/install-openstack.mjs";
import { givenTestBed, openTestBed } from "./acceptance/open-test-bed.mjs";
import { openstackVersions } from "./acceptance/openstack-versions.mjs";
import { TEST_BED_PROGRAM } from "./acceptance/test-bed-program.mjs";
import { ensureTestPackages } from "./setup/debian-packages.mjs";
import { findPlaces } from "./setup/places.mjs";
import { runJest } from "./setup/run-jest.mjs";
import { runTool } from "./setup/run-tool.mjs";
import { ensureToolchain } from "./setup/set-up.mjs";

const CI_STORY = "test/acceptance/story.acceptance.ts";
const OWN_FLAGS = ["--brief", "--report"];

await runTool(async () => {
  const { env } = process;
  const asked = process.argv.slice(2);
  const brief = asked.includes("--brief");
  // CI's story needs no object storage; a test bed with other services has other states.
  if (!brief) env.OSTB_SERVICES ??= "swift";
  // Whoever cannot run it hears so before anything is fetched or built.
  await ensureOpenstack(env);
  const toolchain = await ensureToolchain();
  await ensureTestPackages(env, (line) => process.stderr.write(`${line}\n`));
  const folder = join(findPlaces(env).cacheFolder, brief ? "openstack-testbed" : "openstack-testbed-full");
  const notes = mkdtempSync(join(tmpdir(), "twinstack-acceptance-"));
  const beds = [];
  let failed = true;
  try {
    const first = env.OSTB_STATE && env.OSTB_IP ? givenTestBed(env) : await openTestBed(env, folder);
    beds.push(first);
    // Booted by the story that needs two clouds.
    const second = await openTestBed(env, folder);
    beds.push(second);
    const bootSeconds = await first.start();
    const versions = await openstackVersions(first.address, env);
    Object.assign(env, {
      OSTB_PROGRAM: TEST_BED_PROGRAM,
      OSTB_STATE: first.state,
      OSTB_IP: first.address,
      OSTB_SECOND_STATE: second.state,
      OSTB_SECOND_IP: second.address,
      TWINSTACK_ACCEPTANCE_NOTES: join(notes, "notes.jsonl"),
    });
    const jestArguments = asked.filter((argument) => !OWN_FLAGS.includes(argument));
    const tests = await runJest(toolchain, [
      ...["--config", "jest.acceptance.config.js", ...jestArguments],
      ...(brief ? [CI_STORY] : []),
    ]);
    failed = tests.failed > 0 || tests.passed === 0 || tests.exitCode !== 0;
    const about = { tests, bootSeconds, versions, toolchain, notes: env.TWINSTACK_ACCEPTANCE_NOTES };
    for (const path of keepAcceptanceReport(about, asked.includes("--report"))) {
      process.stdout.write(`acceptance report: ${path}\n`);
    }
    for (const name of tests.skippedNames) process.stdout.write(`skipped: ${name}\n`);
    if (tests.passed + tests.failed === 0) process.stdout.write("no test was executed\n");
    process.stdout.write(`${tests.passed} passed, ${tests.failed} failed, ${tests.skippedNames.length} skipped\n`);
    return failed ? 1 : 0;
  } finally {
    for (const bed of beds) await bed.close(failed);
    rmSync(notes, { recursive: true, force: true });
  }
});
