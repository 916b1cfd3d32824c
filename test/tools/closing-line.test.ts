import { spawn } from "node:child_process";
import { dirname } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { toolchain } from "../_helpers/toolchain.ts";
import { type Ended, ended, type PlantedCheckout, plantCheckout } from "./planted-checkout.ts";
import { engineBody, goBody } from "./planted-programs.ts";

let planted: PlantedCheckout;

beforeEach(async () => {
  planted = plantCheckout();
});

afterEach(() => {
  planted.remove();
});

/** Plants gates that pass and a jest that reports the given test states and exits like the real one. */
async function plantSuite(states: readonly string[], brokenFiles = 0): Promise<void> {
  planted.plant("terraform", engineBody("1.11.4"));
  planted.plant("go", goBody());
  planted.write("package.json", "{}");
  for (const gate of ["typescript/bin/tsc", "@biomejs/biome/bin/biome"]) planted.write(`node_modules/${gate}`, "");
  const count = (state: string) => states.filter((each) => each === state).length;
  const report = {
    numPassedTests: count("passed"),
    numFailedTests: count("failed"),
    numRuntimeErrorTestSuites: brokenFiles,
    testResults: [
      {
        name: `${planted.folder}/test/some.test.ts`,
        assertionResults: states.map((status, index) => ({ status, fullName: `test ${index} is ${status}` })),
      },
    ],
  };
  const failing = report.numFailedTests + brokenFiles > 0;
  planted.write(
    "node_modules/jest/bin/jest.js",
    `const file = process.argv.find((word) => word.startsWith("--outputFile=")).slice(13);
     console.log("jest got " + process.argv.slice(2).filter((word) => !word.includes("output")).join(" "), process.env.NODE_OPTIONS);
     require("node:fs").writeFileSync(file, ${JSON.stringify(JSON.stringify(report))});
     process.exitCode = ${failing ? 1 : 0};`,
  );
  await planted.run(["tools/setup.mjs"]);
}

function lastLine({ stdout }: Ended): string {
  return stdout.trimEnd().split("\n").at(-1) ?? "";
}

test("closes with the totals alone on a line and names what was skipped in CI", async () => {
  await plantSuite(["passed", "passed", "pending", "todo"]);

  const done = await planted.run(["tools/test.mjs", "test/run"], { CI: "true" });

  expect(done.code).toBe(0);
  expect(done.stdout).toContain("jest got --json test/run --experimental-vm-modules");
  expect(done.stdout).toContain("skipped: test/some.test.ts: test 2 is pending\n");
  expect(lastLine(done)).toBe("2 passed, 0 failed, 2 skipped");
});

test("counts a failing test and a test file that cannot be loaded", async () => {
  await plantSuite(["passed", "failed"], 1);

  const done = await planted.run(["tools/test.mjs"]);

  expect(done.code).toBe(1);
  expect(lastLine(done)).toBe("1 passed, 2 failed, 0 skipped");
});

test("counts a failing gate and shows what it said", async () => {
  await plantSuite(["passed"]);
  planted.write("node_modules/typescript/bin/tsc", 'console.log("src/x.ts(1,1): error"); process.exitCode = 2;');

  const done = await planted.run(["tools/test.mjs"]);
  const checked = await planted.run(["tools/check.mjs"]);

  expect(done.code).toBe(1);
  expect(done.stderr).toContain("gate: types FAILED\nsrc/x.ts(1,1): error");
  expect(lastLine(done)).toBe("1 passed, 1 failed, 0 skipped");
  expect(checked.code).toBe(1);
});

test("fails when no test was executed, or jest left no report", async () => {
  await plantSuite(["pending"]);
  const none = await planted.run(["tools/test.mjs"]);
  planted.write("node_modules/jest/bin/jest.js", "process.exitCode = 1;");

  const noReport = await planted.run(["tools/test.mjs"]);

  expect([none.code, lastLine(none)]).toEqual([1, "0 passed, 0 failed, 1 skipped"]);
  expect([noReport.code, lastLine(noReport)]).toEqual([1, "0 passed, 1 failed, 0 skipped"]);
});

test("runs a configured gate only where its configuration is", async () => {
  await plantSuite(["passed"]);
  planted.write(
    "node_modules/eslint/bin/eslint.js",
    'console.log("a promise nobody waits for"); process.exitCode = 1;',
  );
  const before = await planted.run(["tools/check.mjs"]);
  planted.write("eslint.config.mjs", "");

  const after = await planted.run(["tools/check.mjs"]);

  expect([before.code, after.code]).toEqual([0, 1]);
  expect(after.stderr).toContain("a promise nobody waits for");
});

test("CI adds the suites up in one last line and fails when one of them does", async () => {
  planted.write("package.json", '{ "scripts": { "acceptance": "…" } }');
  planted.plant(
    "npm",
    'console.log(args.includes("acceptance") ? "3 passed, 1 failed" : "5 passed, 0 failed, 2 skipped");',
  );

  const done = await runCi();

  expect(done.code).toBe(1);
  expect(lastLine(done)).toBe("8 passed, 1 failed, 2 skipped");
  expect(done.stdout.match(/^\d+ passed, \d+ failed/gm)).toHaveLength(1);
});

test("CI fails when a suite ends badly without saying so, and passes otherwise", async () => {
  planted.write("package.json", "{}");
  planted.plant("npm", 'console.log("5 passed, 0 failed, 0 skipped"); process.exitCode = 1;');
  const badCode = await runCi();
  planted.plant("npm", 'console.log("crashed");');
  const noTotals = await runCi();
  planted.plant("npm", 'console.log("5 passed, 0 failed, 0 skipped");');

  const good = await runCi();

  expect([badCode.code, lastLine(badCode)]).toEqual([1, "5 passed, 1 failed, 0 skipped"]);
  expect([noTotals.code, lastLine(noTotals)]).toEqual([1, "0 passed, 1 failed, 0 skipped"]);
  expect([good.code, lastLine(good)]).toEqual([0, "5 passed, 0 failed, 0 skipped"]);
});

function runCi(): Promise<Ended> {
  const PATH = [planted.env["PATH"], dirname(toolchain().nodePath), "/usr/bin", "/bin"].join(":");
  return ended(spawn("bash", [".ci/run"], { cwd: planted.folder, env: { ...planted.env, PATH } }));
}
