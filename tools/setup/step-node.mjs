import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findNpm, npmReason } from "./find-npm.mjs";
import { NODE_PACKAGES, OLDEST_NODE } from "./pins.mjs";
import { runCommand } from "./run-command.mjs";
import { isExecutable } from "./search-path.mjs";
import { SetupError } from "./setup-error.mjs";
import { sweepPartials } from "./sweep-partials.mjs";
import { isAtLeast } from "./version-order.mjs";

const OWN_NODE = `install Node ${OLDEST_NODE} or newer, or set TWINSTACK_NODE to the path of such a node program`;

/** The right Node: this process's own, TWINSTACK_NODE, a cached one, else one from npm. */
export const nodeStep = { name: "node", inspect, provide };

async function inspect(context) {
  const named = context.env.TWINSTACK_NODE;
  if (named) return inspectNamed(context, named);
  if (isAtLeast(context.ownNode.version, OLDEST_NODE)) return found(context.ownNode, "this machine's");
  const cached = cachedNode(context);
  const version = cached && (await versionOf(cached, context.env));
  if (version && isAtLeast(version, OLDEST_NODE)) return found({ path: cached, version }, "cached");
  return {
    ok: false,
    cause: `this machine's Node is ${context.ownNode.version}, older than ${OLDEST_NODE}`,
    remedy: OWN_NODE,
  };
}

async function inspectNamed(context, path) {
  const version = await versionOf(path, context.env);
  if (version && isAtLeast(version, OLDEST_NODE)) return found({ path, version }, "TWINSTACK_NODE");
  const cause = version
    ? `TWINSTACK_NODE is ${path}, version ${version}, older than ${OLDEST_NODE}`
    : `TWINSTACK_NODE is ${path}, which does not answer --version`;
  return { ok: false, final: true, cause, remedy: `unset TWINSTACK_NODE, or point it to Node ${OLDEST_NODE} or newer` };
}

/** Installs into a temporary folder and renames it, so that an interrupted download leaves nothing half-made. */
async function provide(context) {
  const pin = NODE_PACKAGES[context.platform.key];
  if (!pin) throw new SetupError("node", `no packaged Node is known for ${context.platform.key}`, OWN_NODE);
  const npm = findNpm(context.env, context.ownNode.path);
  if (!npm) throw new SetupError("node", "npm is not on PATH, so no newer Node can be fetched", OWN_NODE);
  context.report(
    `fetching Node ${pin.version} from npm, because this machine's is ${context.ownNode.version} (about 10 s, once)…`,
  );
  const shelf = join(context.places.cacheFolder, "node");
  mkdirSync(shelf, { recursive: true });
  sweepPartials(shelf);
  const folder = mkdtempSync(join(shelf, ".partial-"));
  try {
    await installNode(context, npm, pin, folder);
    rmSync(shelfPlace(context, pin), { recursive: true, force: true });
    renameSync(folder, shelfPlace(context, pin));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function installNode(context, npm, pin, folder) {
  const wanted = `${pin.name}@${pin.version}`;
  const args = ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", wanted];
  const run = await runCommand(npm.program, [...npm.args, ...args], {
    env: context.env,
    logFile: context.logFile("node"),
  });
  if (!run.ok) throw new SetupError("node", `npm could not install ${wanted}: ${npmReason(run.tail)}`, OWN_NODE);
  const record = JSON.parse(readFileSync(join(folder, "node_modules", ".package-lock.json"), "utf8"));
  const integrity = record.packages?.[`node_modules/${pin.name}`]?.integrity;
  if (integrity === pin.integrity) return;
  throw new SetupError("node", `${wanted} has the checksum ${integrity}, expected ${pin.integrity}`, OWN_NODE);
}

function cachedNode(context) {
  const pin = NODE_PACKAGES[context.platform.key];
  const path = pin && join(shelfPlace(context, pin), "node_modules", pin.name, "bin", "node");
  return path && isExecutable(path) ? path : undefined;
}

function shelfPlace(context, pin) {
  return join(context.places.cacheFolder, "node", pin.version);
}

async function versionOf(path, env) {
  const run = await runCommand(path, ["--version"], { env, timeoutMs: 20_000 });
  return run.ok ? run.stdout.trim().replace(/^v/, "") : undefined;
}

function found(node, origin) {
  return {
    ok: true,
    summary: `${node.version} (${origin})`,
    facts: { nodePath: node.path, nodeVersion: node.version },
  };
}
