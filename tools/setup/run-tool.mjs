import { SetupError } from "./setup-error.mjs";

/**
 * Runs a tool's main function; a set-up failure is shown as step, cause and remedy, and ends the process with code 1.
 *
 * @param {() => Promise<number>} main gives the exit code
 */
export async function runTool(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(describeFailure(error));
    process.exitCode = 1;
  }
}

/** @param {SetupError} error */
export function describeFailure(error) {
  const cause = error.reason.split("\n").join("\n            ");
  return `\nset-up failed\n  step:     ${error.step}\n  cause:    ${cause}\n  remedy:   ${error.remedy}\n`;
}
