import { randomBytes } from "node:crypto";
import { access, link, mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "./error-code.ts";

const LOG_LIMIT_BYTES = 20 * 1024 * 1024;

/** Files of the data folder that the service makes for itself; see docs for what to keep safe. */
export interface DataFolder {
  readonly path: string;
  /** 32 bytes that seal the secrets in the database. */
  secretKey(given: string | undefined): Promise<Uint8Array>;
  /** The API token of the single user of part A. */
  apiToken(): Promise<string>;
  readonly tokenFile: string;
  readonly logFile: string;
  readonly workRoot: string;
  readonly sandboxFolder: string;
  /** Where the command line on this machine finds the service. */
  publishUrl(url: string): Promise<void>;
  withdrawUrl(): Promise<void>;
  /** Where workers on this machine find the embedded database; for this user alone, because its password is in it. */
  publishDatabase(url: string): Promise<void>;
  withdrawDatabase(): Promise<void>;
  published(): Promise<Published>;
}

/** What a service left for others on this machine; undefined when none runs on the folder. */
export interface Published {
  readonly url: string | undefined;
  /** Of the embedded database. */
  readonly databaseUrl: string | undefined;
  /** Whether the folder holds the key. */
  readonly secretKey: boolean;
}

/** Opens the data folder, making it for this user alone. */
export async function openDataFolder(path: string): Promise<DataFolder> {
  const logs = join(path, "logs");
  // Others may pass through: an embedded database of a root service runs as another user below it.
  await mkdir(path, { recursive: true, mode: 0o711 });
  await mkdir(logs, { recursive: true, mode: 0o700 });
  const logFile = join(logs, "service.log");
  await keepLogSmall(logFile);
  const tokenFile = join(path, "token");
  const urlFile = join(path, "url");
  const databaseFile = join(path, "database.url");
  return {
    path,
    tokenFile,
    logFile,
    workRoot: join(path, "engine"),
    sandboxFolder: join(path, "sandbox"),
    async secretKey(given) {
      const text = given ?? (await keep(join(path, "secret.key"), () => randomBytes(32).toString("base64")));
      return Buffer.from(text, "base64");
    },
    apiToken: () => keep(tokenFile, () => `ts_${randomBytes(32).toString("base64url")}`),
    publishUrl: (url) => writeFile(urlFile, `${url}\n`, { mode: 0o644 }),
    withdrawUrl: () => rm(urlFile, { force: true }),
    publishDatabase: (url) => writeFile(databaseFile, `${url}\n`, { mode: 0o600 }),
    withdrawDatabase: () => rm(databaseFile, { force: true }),
    published: async () => ({
      url: await readIfThere(urlFile),
      databaseUrl: await readIfThere(databaseFile),
      secretKey: (await readIfThere(join(path, "secret.key"))) !== undefined,
    }),
  };
}

/** The log of earlier starts is kept once; both together stay below twice the limit plus one start's lines. */
async function keepLogSmall(file: string): Promise<void> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_LIMIT_BYTES) await rename(file, `${file}.1`);
}

/**
 * The secret in the file; made once, readable for its owner alone. It appears whole or not at all: half of one, from a
 * full disk or a power cut, would be taken for the secret at every later start.
 */
async function keep(file: string, make: () => string): Promise<string> {
  const draft = `${file}.${process.pid}`;
  try {
    await access(file);
  } catch {
    try {
      const handle = await open(draft, "w", 0o600);
      await handle.writeFile(`${make()}\n`).finally(() => handle.close());
      await link(draft, file);
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
    } finally {
      await rm(draft, { force: true });
    }
  }
  return (await readFile(file, "utf8")).trim();
}

async function readIfThere(file: string): Promise<string | undefined> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.trim() === "" ? undefined : text.trim();
}
