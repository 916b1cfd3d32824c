import { lookForSandbox } from "./look-for-sandbox.mjs";
import { makeContext } from "./make-context.mjs";
import { SetupError } from "./setup-error.mjs";
import { withSetupLock } from "./setup-lock.mjs";
import { STEPS } from "./steps.mjs";
import { readToolchain, readyToolchain } from "./toolchain-file.mjs";

/**
 * Runs every step that has something to do.
 *
 * @param {{ env?: NodeJS.ProcessEnv, checkout?: string, ownNode?: { path: string, version: string }, steps?: object[],
 *   say?: (line: string) => void }} [given] say takes the progress lines
 * @returns {Promise<object>} the toolchain, as written to toolchain.json
 * @throws {SetupError} naming step, cause and remedy
 */
export async function setUp(given = {}) {
  const say = given.say ?? ((line) => process.stderr.write(`${line}\n`));
  const steps = given.steps ?? STEPS;
  const context = makeContext(given);
  await withSetupLock(context.places, say, async () => {
    for (const [index, step] of steps.entries()) {
      const label = `[${index + 1}/${steps.length}] ${step.name}:`;
      context.report = (text) => say(`${label} ${text}`);
      await takeStep(step, context);
    }
  });
  const sandbox = await lookForSandbox(context.env);
  if (!sandbox.ok) say(`engine sandbox: ${sandbox.cause}`);
  return readToolchain(context.places);
}

/**
 * The toolchain as it stands when nothing has changed since it was written, else a set-up first.
 *
 * @param {Parameters<typeof setUp>[0]} [given]
 */
export async function ensureToolchain(given = {}) {
  return readyToolchain(makeContext(given)) ?? (await setUp(given));
}

async function takeStep(step, context) {
  let seen = await step.inspect(context);
  if (!seen.ok && !seen.final) {
    await provide(step, context);
    seen = await step.inspect(context);
  }
  if (!seen.ok) throw new SetupError(step.name, seen.cause, seen.remedy);
  Object.assign(context.facts, seen.facts);
  context.report(seen.summary);
}

/** What a step did not foresee (a full disk, a folder that may not be written) still names the step. */
async function provide(step, context) {
  try {
    await step.provide(context);
  } catch (error) {
    if (error instanceof SetupError) throw error;
    throw new SetupError(step.name, error.message, remedyFor(error, context));
  }
}

function remedyFor(error, { places }) {
  const { cacheFolder, dataFolder } = places;
  if (error.code === "ENOSPC")
    return `free some disk space (2 GB is enough) and run again; the cache is ${cacheFolder}`;
  if (error.code === "EACCES" || error.code === "EROFS" || error.code === "EPERM") {
    return `make ${cacheFolder} and ${dataFolder} writable, or choose others with TWINSTACK_CACHE and TWINSTACK_DATA`;
  }
  return "run again; if it fails the same way, `npm run doctor` shows what is missing";
}
