import { existsSync } from "node:fs";
import { join } from "node:path";
import { FOR_GUESTS, missingPackages } from "./debian-packages.mjs";
import { findNpm } from "./find-npm.mjs";
import { lookForSandbox } from "./look-for-sandbox.mjs";
import { makeContext } from "./make-context.mjs";
import { findAllOnPath } from "./search-path.mjs";
import { STEPS } from "./steps.mjs";

const BUNDLED = {
  "TypeScript compiler": "typescript/bin/tsc",
  "formatter and linter": "@biomejs/biome/bin/biome",
  "test runner": "jest/bin/jest.js",
  "CDKTF command": "cdktf-cli/bin/cdktn",
};

/**
 * Looks at every step without changing anything.
 *
 * @param {Parameters<typeof makeContext>[0]} [given]
 * @returns {Promise<{ ok: boolean, rows: { name: string, state: "found" | "missing" | "optional", summary?: string,
 *   cause?: string, remedy?: string }[] }>} optional: absent, and not needed as things stand
 */
export async function examine(given) {
  const context = makeContext(given);
  const rows = [];
  for (const step of STEPS) {
    const seen = await step.inspect(context);
    if (seen.ok) Object.assign(context.facts, seen.facts);
    rows.push(...rowsOf(step.name, seen));
    if (step.name === "dependencies") rows.push(...bundledRows(context));
  }
  const ok = rows.every(({ state }) => state !== "missing");
  return {
    ok,
    rows: [...rows, ...programRows(context), await sandboxRow(context), diskRow(context), guestRow(context)],
  };
}

/** A step of several parts (the providers) shows each. */
function rowsOf(name, seen) {
  if (!seen.parts) return [rowOf(name, seen)];
  return seen.parts.map((part) =>
    rowOf(part.name, part.ok ? part : { ...seen, cause: `${part.summary} is not in the mirror` }),
  );
}

function rowOf(name, { ok, summary, cause, remedy }) {
  return ok ? { name, state: "found", summary } : { name, state: "missing", cause, remedy };
}

function bundledRows({ places }) {
  return Object.entries(BUNDLED).map(([name, path]) => {
    const ok = existsSync(join(places.checkout, "node_modules", path));
    return rowOf(name, { ok, summary: path, cause: `node_modules/${path} is not there`, remedy: "run: npm run setup" });
  });
}

/** Programs of the system: what set-up itself uses when something has to be fetched or built, and what commands call. */
function programRows({ env, ownNode }) {
  const npm = findNpm(env, ownNode.path);
  const [go] = findAllOnPath("go", env);
  const [ssh] = findAllOnPath("ssh", env);
  return [
    optionalRow("npm", npm && [npm.program, ...npm.args].join(" "), "not on PATH; needed to install packages"),
    optionalRow("ssh", ssh, "not on PATH; needed by twinstack ssh, not by the terminal in the browser"),
    optionalRow("go", go, "not on PATH; needed to build an engine or providers that cannot be downloaded"),
  ];
}

/** A package of the system, which set-up cannot provide and one local user does not need. */
async function sandboxRow({ env }) {
  const seen = await lookForSandbox(env);
  return optionalRow("engine sandbox", seen.summary, seen.cause);
}

/** Converts images, and looks deeper into them; qcow2 that need no conversion are published without it. */
function diskRow({ env }) {
  const [program] = findAllOnPath("qemu-img", env);
  return optionalRow("image conversion", program, "qemu-img is not on PATH: apt-get install qemu-utils");
}

/** Real systems behind the sandbox clouds' machines (docs/guests.md). */
function guestRow({ env }) {
  const missing = missingPackages(FOR_GUESTS, env);
  const cause = `not installed: apt-get install ${missing.join(" ")}`;
  return optionalRow("guests of QEMU", missing.length === 0 && "QEMU and what builds its image", cause);
}

function optionalRow(name, summary, cause) {
  return summary ? { name, state: "found", summary } : { name, state: "optional", cause };
}
