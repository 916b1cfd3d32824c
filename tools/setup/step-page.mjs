import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { runCommand } from "./run-command.mjs";
import { withProgramFirst } from "./search-path.mjs";
import { SetupError } from "./setup-error.mjs";

/** The web page, built from `web/` whenever its sources are not those it was built from. */
export const pageStep = { name: "web page", inspect, provide };

async function inspect(context) {
  if (isPageBuilt(context.places)) return { ok: true, summary: "built", facts: {} };
  return { ok: false, cause: "the web page is not built, or its sources have changed", remedy: "run: npm run setup" };
}

async function provide(context) {
  const { checkout } = context.places;
  const built = digestOfSources(checkout);
  context.report("building (about 5 s)…");
  const vite = join(checkout, "node_modules", "vite", "bin", "vite.js");
  const run = await runCommand(
    context.facts.nodePath,
    [vite, "build", "--config", join(checkout, "web", "vite.config.ts")],
    {
      cwd: checkout,
      env: { ...withProgramFirst(context.env, context.facts.nodePath), NODE_ENV: "production" },
      logFile: context.logFile("page"),
      keepAll: true,
    },
  );
  if (!run.ok)
    throw new SetupError("web page", `vite build failed: ${run.tail.split("\n").slice(-3).join(" ")}`, "see the log");
  writeFileSync(stampFile(checkout), `${built}\n`);
}

/**
 * Whether the built page is that of the present sources; a checkout without `web/` has none to build.
 *
 * @param {{ checkout: string }} places
 */
export function isPageBuilt({ checkout }) {
  if (!existsSync(join(checkout, "web"))) return true;
  if (!existsSync(stampFile(checkout))) return false;
  return readFileSync(stampFile(checkout), "utf8").trim() === digestOfSources(checkout);
}

function stampFile(checkout) {
  return join(checkout, "web", "dist", ".built-from");
}

/** Everything the page is made of: its own sources, the contract, and the versions of the packages. */
function digestOfSources(checkout) {
  const digest = createHash("sha256");
  const files = [...filesBelow(join(checkout, "web")), ...filesBelow(join(checkout, "src", "contract"))];
  for (const file of [...files.sort(), join(checkout, "package-lock.json")]) {
    digest.update(`${relative(checkout, file)}\n`).update(readFileSync(file));
  }
  return digest.digest("hex");
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "dist") return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}
