import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildGo } from "./build-go.mjs";
import { fetchProviders } from "./fetch-providers.mjs";
import { PROVIDERS } from "./pins.mjs";
import { adoptProvider, findInMirror, mirrorFolder, mirrorPlaces } from "./provider-mirror.mjs";
import { isRegistryAnswering } from "./registry-probe.mjs";
import { SetupError } from "./setup-error.mjs";

/** The two providers in a read-only mirror: downloaded where the public registry answers, else built. */
export const providersStep = { name: "providers", inspect, provide };

async function inspect(context) {
  const parts = PROVIDERS.map((provider) => ({
    name: `provider ${provider.name}`,
    ok: findInMirror(context, provider),
    summary: provider.version,
  }));
  const missing = parts.filter((part) => !part.ok).map((part) => `${part.name} ${part.summary}`);
  if (missing.length > 0) {
    return { ok: false, parts, cause: `not in the mirror: ${missing.join(", ")}`, remedy: "run: npm run setup" };
  }
  const source = readSource(context);
  const names = PROVIDERS.map((provider) => `${provider.name} ${provider.version}`).join(", ");
  return {
    ok: true,
    parts,
    summary: `${names} (${source === "registry" ? "from the registry" : "built here"})`,
    facts: { providerSource: source, providerMirror: mirrorFolder(context) },
  };
}

async function provide(context) {
  const wanted = readWish(context);
  const downloaded = wanted === "build" ? false : await download(context, wanted === "registry");
  if (!downloaded) await buildMissing(context);
  writeFileSync(sourceFile(context), `${downloaded ? "registry" : "mirror"}\n`);
}

/** A registry that answers but does not deliver is no reason to stop, unless the person insists on it. */
async function download(context, insist) {
  if (!insist && !(await isRegistryAnswering(context))) return false;
  try {
    await fetchProviders(context);
    return true;
  } catch (error) {
    if (insist || !(error instanceof SetupError)) throw error;
    context.report(`${error.reason.split("\n")[0]}; building instead…`);
    return false;
  }
}

function readWish({ env }) {
  const wanted = env.TWINSTACK_PROVIDERS;
  if (!wanted || wanted === "registry" || wanted === "build") return wanted;
  throw new SetupError(
    "providers",
    `TWINSTACK_PROVIDERS is "${wanted}"`,
    'set it to "registry" or "build", or unset it',
  );
}

/** The provider that takes longest comes last, so that an impatient interruption loses least. */
async function buildMissing(context) {
  for (const provider of PROVIDERS.filter((candidate) => !findInMirror(context, candidate))) {
    context.report(`building ${provider.name} ${provider.version} (about ${provider.typicalSeconds} s, once)…`);
    const [first] = mirrorPlaces(context, provider);
    mkdirSync(mirrorFolder(context), { recursive: true });
    if (!existsSync(first)) await buildGo(context, "providers", provider, first);
    adoptProvider(context, provider, first);
  }
}

function sourceFile(context) {
  return join(mirrorFolder(context), "source");
}

function readSource(context) {
  try {
    return readFileSync(sourceFile(context), "utf8").trim();
  } catch {
    return "mirror";
  }
}
