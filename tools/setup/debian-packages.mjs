import { existsSync } from "node:fs";
import { join } from "node:path";
import { handOver } from "./hand-over.mjs";
import { findAllOnPath } from "./search-path.mjs";

/** What the tests drive besides the product's own set-up; each is a package of the system. */
const FOR_TESTS = [
  { program: "bwrap", packages: ["bubblewrap"] },
  { program: "chromium", packages: ["chromium", "fonts-noto-cjk"] },
];

/**
 * Installs what the tests need where that is ours to do: as root on Debian. Elsewhere it says what is missing and goes
 * on, because the tests that need it say so themselves.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} say
 */
export async function ensureTestPackages(env, say) {
  // A PATH without the system's own folder does not make its packages missing.
  const isThere = (program) => existsSync(join("/usr/bin", program)) || findAllOnPath(program, env).length > 0;
  const missing = FOR_TESTS.filter(({ program }) => !isThere(program)).flatMap((one) => one.packages);
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
