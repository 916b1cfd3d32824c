import { mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECKOUT } from "../setup/places.mjs";
import { runCommand } from "../setup/run-command.mjs";
import { SetupError } from "../setup/setup-error.mjs";

const PROGRAM = join(CHECKOUT, "tools", "openstack-testbed", "openstack-testbed");
const STEP = "OpenStack test bed";
const PORTS = [5000, 8774, 8776, 8778, 9292, 9696];
const FIRST_START_MS = 600_000;
/** Debian's name of a package that only the test bed needs; all of them are installed together. */
const TELLING_PACKAGES = ["nova-common", "neutron-common", "cinder-common", "mariadb-server-core", "qemu-utils"];

/**
 * Starts a real OpenStack on a free loopback address, installing its Debian packages when they are missing.
 *
 * @param {NodeJS.ProcessEnv} env OSTB_STATE and OSTB_IP name a test bed that is to be used and left running
 * @returns {Promise<{ environment: Record<string, string>, close: () => Promise<void> }>}
 * @throws {SetupError} naming what is missing on this machine
 */
export async function openTestBed(env) {
  if (process.platform !== "linux") throw new SetupError(STEP, "it needs Linux", "Run this on Debian 12.");
  const given = env.OSTB_STATE && env.OSTB_IP;
  const environment = {
    OSTB_STATE: given ? env.OSTB_STATE : mkdtempSync(join(tmpdir(), "twinstack-openstack-")),
    OSTB_IP: given ? env.OSTB_IP : await freeLoopbackAddress(),
    OSTB_PROGRAM: PROGRAM,
  };
  const bedEnv = { ...env, ...environment };
  await ensurePackages(bedEnv);
  const close = async () => {
    if (!given) await runCommand(PROGRAM, ["purge"], { env: bedEnv });
  };
  await command("start", bedEnv).catch(async (error) => {
    await close();
    throw error;
  });
  return { environment, close };
}

async function ensurePackages(env) {
  const found = await runCommand("dpkg", ["-s", ...TELLING_PACKAGES], { env });
  if (found.ok) return;
  const remedy = "Run tools/openstack-testbed/openstack-testbed install as root on Debian 12.";
  if (process.getuid?.() !== 0) throw new SetupError(STEP, "OpenStack's Debian packages are missing", remedy);
  process.stderr.write(`${STEP}: installing OpenStack's Debian packages …\n`);
  const installed = await runCommand(PROGRAM, ["install"], { env });
  if (!installed.ok) throw new SetupError(STEP, installed.tail, remedy);
}

async function command(name, env) {
  process.stderr.write(`${STEP}: ${name} at ${env.OSTB_IP} …\n`);
  const before = Date.now();
  const run = await runCommand(PROGRAM, [name], { env, timeoutMs: FIRST_START_MS });
  if (!run.ok) throw new SetupError(STEP, run.tail, `Look into ${join(env.OSTB_STATE, "log")}.`);
  process.stderr.write(`${STEP}: ${name} took ${Math.round((Date.now() - before) / 1000)} s\n`);
}

/** An address of its own, because OpenStack's ports are fixed and another test bed may be running. */
async function freeLoopbackAddress() {
  for (let last = 1; last < 255; last += 1) {
    const address = `127.0.9.${last}`;
    const free = await Promise.all(PORTS.map((port) => isFree(address, port)));
    if (free.every(Boolean)) return address;
  }
  throw new SetupError(STEP, "OpenStack's ports are taken on every address tried", "Stop the other test beds.");
}

function isFree(host, port) {
  return new Promise((settle) => {
    const server = createServer();
    server.once("error", () => settle(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => settle(true)));
  });
}
