import { runCommand } from "../setup/run-command.mjs";
import { SetupError } from "../setup/setup-error.mjs";
import { STEP } from "./step.mjs";

const FIELDS = "deb $(SITE) $(RELEASE) $(COMPONENT)\t$(CODENAME)";

/**
 * The package sources this host itself uses for that suite, as lines of a sources.list; guests get the same.
 *
 * @param {string} suite such as bookworm
 * @param {NodeJS.ProcessEnv} env
 * @throws {SetupError} where the host has none
 */
export async function hostMirror(suite, env) {
  const asked = ["indextargets", "--format", FIELDS, "Created-By: Packages"];
  const { ok, stdout, tail } = await runCommand("apt-get", asked, { env });
  const own = (line) => {
    const [, , release = "", component = ""] = (line.split("\t")[0] ?? "").split(" ");
    return release.split("-")[0] === suite && component === "main";
  };
  const lines = stdout.split("\n").filter(own);
  if (ok && lines.length > 0) return lines.map((line) => line.split("\t")[0]);
  throw new SetupError(
    STEP,
    `the host's apt knows no packages of Debian ${suite}${ok ? "" : `: ${tail}`}`,
    "Run it on Debian 12 with its package lists fetched: apt-get update",
  );
}
