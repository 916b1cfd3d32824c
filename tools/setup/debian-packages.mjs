import { existsSync } from "node:fs";
import { join } from "node:path";
import { handOver } from "./hand-over.mjs";
import { findAllOnPath } from "./search-path.mjs";

/** What the tests drive besides the product's own set-up; each is a package of the system. */
const FOR_TESTS = [
  { program: "bwrap", packages: ["bubblewrap"] },
  { program: "chromium", packages: ["chromium", "fonts-noto-cjk"] },
  { program: "qemu-img", packages: ["qemu-utils"] },
  { program: "ssh", packages: ["openssh-client"] },
  { program: "sshd", packages: ["openssh-server"] },
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
  // A PATH without the system's own folder does not make its packages missing.
  const isThere = (program) =>
    ["/usr/bin", "/usr/sbin"].some((folder) => existsSync(join(folder, program))) ||
    findAllOnPath(program, env).length > 0;
  const missing = FOR_TESTS.filter(({ program }) => !isThere(program)).flatMap((one) => one.packages);
  if (!NSS_WRAPPER.some((path) => existsSync(path))) missing.push("libnss-wrapper");
  if (missing.length === 0) return;
  const install = `apt-get install ${missing.join(" ")}`;
  if (!existsSync("/usr/bin/apt-get") || process.getuid?.() !== 0) {
    say(`the tests need packages of the system: ${install}`);
    return;
  }
  say(`tests: installing ${missing.join(", ")}…`);
  const options = { env: { ...env, DEBIAN_FRONTEND: "noninteractive" }, stdio: ["ignore", "ignore", "inherit"] };
  const update = await handOver("/usr/bin/apt-get", ["update", "-q"], options);
  const code =
    update ||
    (await handOver("/usr/bin/apt-get", ["install", "-y", "-q", "--no-install-recommends", ...missing], options));
  if (code !== 0) say(`tests: apt-get failed (${code}); run as root: ${install}`);
}
