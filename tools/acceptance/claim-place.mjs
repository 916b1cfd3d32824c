import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { SetupError } from "../setup/setup-error.mjs";
import { STEP } from "./test-bed-program.mjs";

const PORTS = [5000, 8774, 8776, 8778, 9292, 9696];
const PLACES = 20;

/**
 * A folder and a loopback address that nobody else uses until it is given back. Both have the same number, because the
 * seed of a test bed holds its address: the same place starts in seconds the next time.
 *
 * @param {string} folder where test beds are kept between runs
 * @returns {Promise<{ state: string, address: string, left: boolean, giveBack: () => void }>} `left` says that a run
 *   which died left its test bed there
 */
export async function claimPlace(folder) {
  mkdirSync(folder, { recursive: true });
  for (let number = 1; number <= PLACES; number += 1) {
    const claim = join(folder, `bed-${number}.claim`);
    const left = isLeft(claim);
    if (left) rmSync(claim, { force: true });
    if (!take(claim)) continue;
    const address = `127.0.9.${number}`;
    if (left || (await isFree(address))) {
      return { state: join(folder, `bed-${number}`), address, left, giveBack: () => rmSync(claim, { force: true }) };
    }
    rmSync(claim, { force: true });
  }
  throw new SetupError(STEP, "OpenStack's ports are taken on every address tried", "Stop the other test beds.");
}

function take(claim) {
  try {
    writeFileSync(claim, identity(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** The claim of a process that is no more. */
function isLeft(claim) {
  let holder;
  try {
    holder = readFileSync(claim, "utf8");
  } catch {
    return false;
  }
  return holder !== "" && identity(Number(holder.split(" ")[0])) !== holder;
}

/** Number and start time: after a restart of the machine the number may be somebody else's. */
function identity(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return `${pid} ${stat.slice(stat.lastIndexOf(")")).split(" ")[20]}`;
  } catch {
    return `${pid} gone`;
  }
}

async function isFree(address) {
  const free = await Promise.all(PORTS.map((port) => isPortFree(address, port)));
  return free.every(Boolean);
}

function isPortFree(host, port) {
  return new Promise((settle) => {
    const server = createServer();
    server.once("error", () => settle(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => settle(true)));
  });
}
