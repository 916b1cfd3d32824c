import { existsSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../setup/run-command.mjs";
import { SetupError } from "../setup/setup-error.mjs";
import { claimPlace } from "./claim-place.mjs";
import { STEP, TEST_BED_PROGRAM } from "./test-bed-program.mjs";

const FIRST_START_MS = 600_000;

/**
 * A real OpenStack of its own on a loopback address, fresh. What it learned at its first start (the seed) is kept for
 * the next time, all else is removed when it is closed.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} folder where test beds are kept between runs
 * @returns {Promise<TestBed>}
 * @throws {SetupError} when it does not start
 */
export async function openTestBed(env, folder) {
  const place = await claimPlace(folder);
  const bed = testBed({ ...env, OSTB_STATE: place.state, OSTB_IP: place.address });
  // It is still there when the test run that used it was killed.
  if (place.left || existsSync(join(place.state, "data"))) {
    await bed.stop();
    await bed.command("reset");
  }
  return {
    ...bed,
    async close(keepLogs) {
      await bed.stop();
      if (!keepLogs) await bed.command("reset");
      place.giveBack();
    },
  };
}

/**
 * The test bed that OSTB_STATE and OSTB_IP name; it is left running.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {TestBed}
 */
export function givenTestBed(env) {
  return { ...testBed(env), close: async () => {} };
}

/**
 * @typedef {object} TestBed
 * @property {string} state its folder
 * @property {string} address
 * @property {() => Promise<number>} start boots it, and says in how many seconds
 * @property {(keepLogs: boolean) => Promise<void>} close
 */
function testBed(env) {
  const run = async (name) => {
    const ended = await runCommand(TEST_BED_PROGRAM, [name], { env, timeoutMs: FIRST_START_MS });
    if (!ended.ok) throw new SetupError(STEP, ended.tail, `Look into ${join(env.OSTB_STATE, "log")}.`);
  };
  return {
    state: env.OSTB_STATE,
    address: env.OSTB_IP,
    command: run,
    stop: () => run("stop"),
    async start() {
      process.stderr.write(`${STEP}: starting at ${env.OSTB_IP} …\n`);
      const before = Date.now();
      await run("start");
      const seconds = Math.round((Date.now() - before) / 1000);
      process.stderr.write(`${STEP}: up after ${seconds} s\n`);
      return seconds;
    },
  };
}
