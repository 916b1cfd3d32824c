import { createReadStream, createWriteStream } from "node:fs";
import { open, readFile, rm } from "node:fs/promises";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { AppError } from "../../src/kernel/app-error.ts";
import { databaseLines, nameOfKey, restoreDatabase } from "../composition/database-backup.ts";
import { withDatabase } from "../composition/with-database.ts";
import { readConfig } from "../config.ts";
import { openDataFolder } from "../start/data-folder.ts";
import { errorCode } from "../start/error-code.ts";
import { rotateKeyOfFolder } from "./rotate-key-of-folder.ts";
import type { AdminSetting } from "./run-admin.ts";

const LINE_END = 0x0a;

/** Writes the database into a new file that only this user may read. */
export async function backUp(setting: AdminSetting, file: string): Promise<void> {
  const version = await readVersion(setting.checkout);
  await newFile(file);
  try {
    await withDatabase(setting, "in-use", async (pool) => {
      const lines = Readable.from(databaseLines(pool, version));
      await pipeline(lines, endingLines(), createGzip(), createWriteStream(file, { mode: 0o600 }));
    });
  } catch (error) {
    // Half a backup must not be taken for a whole one.
    await rm(file, { force: true });
    throw error;
  }
  setting.say(`The database is in ${file}. It opens only with the service's key: npx twinstack admin export-key`);
}

/** Reads a backup into an empty database. */
export async function restore(setting: AdminSetting, file: string): Promise<void> {
  const config = readConfig(setting.environment, setting.checkout);
  const folder = await openDataFolder(config.dataFolder);
  const key = nameOfKey(await folder.secretKey(config.secretKey));
  const source = createReadStream(file);
  const unpacked = source.pipe(createGunzip());
  source.on("error", (error) => unpacked.destroy(error));
  const report = await withDatabase(setting, "alone", (pool) => restoreDatabase(pool, linesIn(unpacked)));
  const rows = Object.values(report.rows).reduce((sum, count) => sum + count, 0);
  setting.say(`${rows} rows of ${report.header.madeAt} are restored; ${report.ended} unfinished runs were ended.`);
  setting.say(
    `${report.quarantined} sites are in quarantine: each is compared with its cloud before anything changes.`,
  );
  if (!report.header.masterKeys.includes(key)) {
    setting.say("The backup was sealed with another key than this service has. Put that key in place before starting.");
  }
}

/** The key belongs beside no backup: together they open every cloud. */
export async function exportKey(setting: AdminSetting, file: string): Promise<void> {
  const config = readConfig(setting.environment, setting.checkout);
  const folder = await openDataFolder(config.dataFolder);
  const key = await folder.secretKey(config.secretKey);
  const handle = await newFile(file, `${Buffer.from(key).toString("base64")}\n`);
  setting.say(`The key ${nameOfKey(key)} is in ${handle}. Keep it apart from the backups.`);
}

/** Wraps all data keys with a new master key; may be repeated after an interruption. */
export async function rotateKey(setting: AdminSetting): Promise<void> {
  const config = readConfig(setting.environment, setting.checkout);
  // With keys from the environment services may go on, each started with both keys.
  const how = config.secretKey === undefined ? "alone" : "in-use";
  const { from, to, rewrapped, verified, oldKeyFile } = await withDatabase(setting, how, (pool) =>
    rotateKeyOfFolder(pool, config),
  );
  setting.say(
    `${rewrapped} data keys were wrapped anew and all ${verified} read back; the key ${from} is replaced by ${to}.`,
  );
  if (oldKeyFile !== null) setting.say(`The old key is in ${oldKeyFile}: older copies of the database need it.`);
}

/** Read as they are asked for; node:readline would drop the lines that come before anybody asks. */
async function* linesIn(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, start)) {
      yield Buffer.concat([rest, chunk.subarray(start, end)]).toString("utf8");
      rest = Buffer.alloc(0);
      start = end + 1;
    }
    rest = Buffer.concat([rest, chunk.subarray(start)]);
  }
  if (rest.length > 0) yield rest.toString("utf8");
}

function endingLines(): Transform {
  return new Transform({
    objectMode: true,
    transform: (line: string, _encoding, done) => done(null, `${line}\n`),
  });
}

/** Never over a file that is there. */
async function newFile(file: string, text = ""): Promise<string> {
  try {
    const handle = await open(file, "wx", 0o600);
    await handle.writeFile(text).finally(() => handle.close());
    return file;
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
    throw new AppError("validation-failed", `${file} is there already; name a new file.`, {}, { cause: error });
  }
}

async function readVersion(checkout: string): Promise<string> {
  const parsed: unknown = JSON.parse(await readFile(`${checkout}/package.json`, "utf8"));
  return typeof parsed === "object" && parsed !== null && "version" in parsed ? String(parsed.version) : "unknown";
}
