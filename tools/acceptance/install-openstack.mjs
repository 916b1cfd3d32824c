import { existsSync } from "node:fs";
import { runCommand } from "../setup/run-command.mjs";
import { SetupError } from "../setup/setup-error.mjs";
import { STEP, TEST_BED_PROGRAM } from "./test-bed-program.mjs";

const INSTALL = "tools/openstack-testbed/openstack-testbed install";
/** Debian's name of a package that only the test bed needs; all of them are installed together. */
const TELLING_PACKAGES = ["nova-common", "neutron-common", "cinder-common", "mariadb-server-core", "qemu-utils"];
/** A download of 180 MB and 490 packages to unpack, with a slow mirror in mind. */
const PATIENCE_MS = 900_000;

/**
 * Sees to it that OpenStack's Debian packages are here, without what they recommend.
 *
 * @param {NodeJS.ProcessEnv} env
 * @throws {SetupError} naming why this machine cannot have them
 */
export async function ensureOpenstack(env) {
  const refuse = (cause) => {
    throw new SetupError(STEP, cause, `Run it as root on Debian 12, or there as root once: ${INSTALL}`);
  };
  if (process.platform !== "linux") refuse(`OpenStack's packages need Linux, and this is ${process.platform}`);
  if (!existsSync("/etc/debian_version") || !existsSync("/usr/bin/apt-get")) {
    refuse("OpenStack comes as packages of Debian 12, and this is not Debian");
  }
  if (process.getuid?.() !== 0) {
    refuse("it must run as root: OpenStack's services and their database are started as system users");
  }
  const telling = [...TELLING_PACKAGES, ...(env.OSTB_SERVICES?.includes("swift") ? ["swift-proxy"] : [])];
  const found = await runCommand("dpkg", ["-s", ...telling], { env });
  const installed = found.stdout.match(/^Status: install ok installed$/gm) ?? [];
  if (installed.length === telling.length) return;
  process.stderr.write(`${STEP}: installing OpenStack's Debian packages (about 490, a minute or two) …\n`);
  const before = Date.now();
  const ended = await runCommand(TEST_BED_PROGRAM, ["install"], { env, timeoutMs: PATIENCE_MS });
  if (!ended.ok) refuse(`apt-get could not install OpenStack's packages:\n${ended.tail}`);
  process.stderr.write(`${STEP}: installed in ${Math.round((Date.now() - before) / 1000)} s\n`);
}
