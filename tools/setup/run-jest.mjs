import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { handOver } from "./hand-over.mjs";
import { CHECKOUT } from "./places.mjs";
import { productEnvironment } from "./product-environment.mjs";

/**
 * Runs jest on the sources as ES modules.
 *
 * @param {{ nodePath: string, enginePath: string, cliConfigFile: string }} toolchain
 * @param {readonly string[]} args
 * @returns {Promise<{ exitCode: number, passed: number, failed: number, skippedNames: string[], stories: { name: string,
 *   seconds: number, tests: { title: string, status: string, ms: number }[] }[] }>} failed counts a test file that
 *   could not be loaded as one; a story is one test file, and its seconds are those of the whole file
 */
export async function runJest(toolchain, args) {
  const folder = mkdtempSync(join(tmpdir(), "twinstack-jest-"));
  const report = join(folder, "report.json");
  try {
    const exitCode = await handOver(toolchain.nodePath, jestCommand(report, args), {
      cwd: CHECKOUT,
      env: { ...productEnvironment(process.env, toolchain), NODE_OPTIONS: nodeOptions(process.env.NODE_OPTIONS) },
      stdio: ["ignore", "inherit", "inherit"],
    });
    return { exitCode, ...readReport(report) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function jestCommand(report, args) {
  return [join(CHECKOUT, "node_modules", "jest", "bin", "jest.js"), "--json", `--outputFile=${report}`, ...args];
}

function nodeOptions(given = "") {
  return `${given} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim();
}

function readReport(file) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { passed: 0, failed: 1, skippedNames: [], stories: [] };
  }
  const skippedNames = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => !["passed", "failed"].includes(status))
      .map(({ fullName }) => `${relative(CHECKOUT, name)}: ${fullName}`),
  );
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return { passed: report.numPassedTests, failed, skippedNames, stories: report.testResults.map(readStory) };
}

function readStory({ name, startTime, endTime, assertionResults }) {
  const tests = assertionResults.map(({ fullName, status, duration }) => ({
    title: fullName,
    status,
    ms: duration ?? 0,
  }));
  return { name: relative(CHECKOUT, name), seconds: Math.round((endTime - startTime) / 1_000), tests };
}
