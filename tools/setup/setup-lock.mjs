import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const LOOK_AGAIN_MS = 500;
const SIGN_OF_LIFE_MS = 2000;
const SILENT_TOO_LONG_MS = 60_000;

/**
 * Lets one set-up at a time work in a checkout: two at once would run npm over each other.
 *
 * @param {{ dataFolder: string }} places
 * @param {(line: string) => void} say
 * @param {() => Promise<void>} work
 */
export async function withSetupLock(places, say, work) {
  mkdirSync(places.dataFolder, { recursive: true });
  const file = join(places.dataFolder, "setup.lock");
  let told = false;
  while (!take(file)) {
    const holder = holderOf(file);
    if (holder === undefined || !isAlive(holder) || isSilent(file)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told) say(`another set-up (process ${holder}) is at work in this checkout; waiting for it…`);
    told = true;
    await pause(LOOK_AGAIN_MS);
  }
  const signs = setInterval(() => showLife(file), SIGN_OF_LIFE_MS);
  try {
    await work();
  } finally {
    clearInterval(signs);
    rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function holderOf(file) {
  try {
    return Number(readFileSync(file, "utf8")) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function showLife(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Somebody removed the lock by hand; the work goes on.
  }
}

/** After a restart of the machine the process id of a killed set-up may be somebody else's. */
function isSilent(file) {
  try {
    return Date.now() - statSync(file).mtimeMs > SILENT_TOO_LONG_MS;
  } catch {
    return false;
  }
}
