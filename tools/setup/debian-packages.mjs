import { existsSync } from "node:fs";
import { join } from "node:path";
import { handOver } from "./hand-over.mjs";
import { findAllOnPath } from "./search-path.mjs";
import { SetupError } from "./setup-error.mjs";

/** What the tests drive besides the product's own set-up; each is a package of the system. */
const FOR_TESTS = [
  { program: "bwrap", packages: ["bubblewrap"] },
  { program: "chromium", packages: ["chromium", "fonts-noto-cjk"] },
  { program: "qemu-img", packages: ["qemu-utils"] },
  { program: "ssh", packages: ["openssh-client"] },
  { program: "sshd", packages: ["openssh-server"] },
];
/** What the sandbox clouds' QEMU guests need, and the building of their image. */
export const FOR_GUESTS = [
  { program: "qemu-system-x86_64", packages: ["qemu-system-x86"] },
  { program: "qemu-img", packages: ["qemu-utils"] },
  { program: "genisoimage", packages: ["genisoimage"] },
  { program: "setpriv", packages: ["util-linux"] },
  { program: "mmdebstrap", packages: ["mmdebstrap"] },
  { program: "mke2fs", packages: ["e2fsprogs"] },
];
/** A library that only the tests load: it gives one sshd an account of its own. */
const NSS_WRAPPER = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"].map((folder) =>
  join(folder, "libnss_wrapper.so"),
);

/**
 * Installs what the tests need where that is ours to do: as root on Debian. Elsewhere it says what is missing and goes
 * on, because the tests that need it say so themselves.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} say
 */
export async function ensureTestPackages(env, say) {
  const missing = missingPackages(FOR_TESTS, env);
  if (!NSS_WRAPPER.some((path) => existsSync(path))) missing.push("libnss-wrapper");
  const refusal = await install(missing, env, say);
  if (refusal) say(`the tests need packages of the system: ${refusal}`);
}

/**
 * Installs what guests of QEMU need, or ends: without it there is nothing to show.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} say
 * @throws {SetupError}
 */
export async function ensureGuestPackages(env, say) {
  const refusal = await install(missingPackages(FOR_GUESTS, env), env, say);
  if (refusal) throw new SetupError("guests", "QEMU or what builds its image is not installed", refusal);
}

/**
 * @param {readonly { program: string, packages: readonly string[] }[]} wanted
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]}
 */
export function missingPackages(wanted, env) {
  // A PATH without the system's own folder does not make its packages missing.
  const isThere = (program) =>
    ["/usr/bin", "/usr/sbin", "/sbin"].some((folder) => existsSync(join(folder, program))) ||
    findAllOnPath(program, env).length > 0;
  return wanted.filter(({ program }) => !isThere(program)).flatMap((one) => one.packages);
}

/** Gives what a person has to do, or nothing when all is there. */
async function install(missing, env, say) {
  if (missing.length === 0) return undefined;
  const command = `apt-get install ${missing.join(" ")}`;
  if (!existsSync("/usr/bin/apt-get") || process.getuid?.() !== 0) return command;
  say(`installing ${missing.join(", ")}…`);
  const options = { env: { ...env, DEBIAN_FRONTEND: "noninteractive" }, stdio: ["ignore", "ignore", "inherit"] };
  const update = await handOver("/usr/bin/apt-get", ["update", "-q"], options);
  const code =
    update ||
    (await handOver("/usr/bin/apt-get", ["install", "-y", "-q", "--no-install-recommends", ...missing], options));
  return code === 0 ? undefined : `apt-get failed (${code}); run as root: ${command}`;
}
