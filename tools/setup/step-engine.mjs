import { join } from "node:path";
import { buildGo } from "./build-go.mjs";
import { engineEnvironment } from "./child-environment.mjs";
import { OLDEST_ENGINE, OPENTOFU } from "./pins.mjs";
import { runCommand } from "./run-command.mjs";
import { findAllOnPath } from "./search-path.mjs";
import { isAtLeast } from "./version-order.mjs";

const OWN_ENGINE = `install Terraform (${OLDEST_ENGINE.terraform} or newer) or OpenTofu (${OLDEST_ENGINE.opentofu} or newer), or set TWINSTACK_ENGINE to its path`;

/** The engine: TWINSTACK_ENGINE, else terraform or tofu on PATH, else OpenTofu built from its Go module. */
export const engineStep = { name: "engine", inspect, provide };

async function inspect(context) {
  const named = context.env.TWINSTACK_ENGINE;
  if (named) {
    const engine = await askVersion(named, context.env);
    return engine.ok
      ? found(engine, "TWINSTACK_ENGINE")
      : {
          ok: false,
          final: true,
          cause: `TWINSTACK_ENGINE: ${engine.cause}`,
          remedy: `unset TWINSTACK_ENGINE, or ${OWN_ENGINE}`,
        };
  }
  const refused = [];
  for (const path of [...findAllOnPath("terraform", context.env), ...findAllOnPath("tofu", context.env)]) {
    const engine = await askVersion(path, context.env);
    if (engine.ok) return found(engine, "PATH");
    refused.push(engine.cause);
  }
  const built = await askVersion(builtEngine(context), context.env);
  if (built.ok) return found(built, "built here");
  return { ok: false, cause: refused.join("; ") || "neither terraform nor tofu is on PATH", remedy: OWN_ENGINE };
}

async function provide(context) {
  context.report(`building OpenTofu ${OPENTOFU.version} (about ${OPENTOFU.typicalSeconds} s, once)…`);
  await buildGo(context, "engine", OPENTOFU, builtEngine(context));
}

function builtEngine(context) {
  return join(context.places.cacheFolder, "engine", `opentofu-${OPENTOFU.version}`, "tofu");
}

/** Both engines answer `version -json` in the same words; only the text form tells them apart. */
async function askVersion(path, env) {
  const options = { env: engineEnvironment(env), timeoutMs: 20_000 };
  const [asJson, asText] = await Promise.all([
    runCommand(path, ["version", "-json"], options),
    runCommand(path, ["version"], options),
  ]);
  const version = asJson.ok ? versionIn(asJson.stdout) : undefined;
  if (!version) return { ok: false, cause: `${path} does not answer "version -json": ${asJson.tail || "no output"}` };
  const kind = asText.stdout.startsWith("OpenTofu") ? "opentofu" : "terraform";
  if (isAtLeast(version, OLDEST_ENGINE[kind])) return { ok: true, path, kind, version };
  return { ok: false, cause: `${path} is ${kind} ${version}, older than ${OLDEST_ENGINE[kind]}` };
}

function versionIn(text) {
  try {
    return JSON.parse(text).terraform_version;
  } catch {
    return undefined;
  }
}

function found({ path, kind, version }, origin) {
  return {
    ok: true,
    summary: `${kind} ${version} (${origin}: ${path})`,
    facts: { enginePath: path, engineKind: kind, engineVersion: version },
  };
}
