import { randomBytes } from "node:crypto";
import { copyFile, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import { AppError } from "../../src/kernel/app-error.ts";
import { effect } from "../../src/kernel/effect.ts";
import { type RotationReport, rotateSecretKey } from "../composition/rotate-secret-key.ts";
import type { Config } from "../config.ts";
import { errorCode } from "../start/error-code.ts";

export interface Rotated extends RotationReport {
  /** Where the old key is kept until whoever keeps copies of the database deletes it; null when keys come from outside. */
  readonly oldKeyFile: string | null;
}

/**
 * Rotates the secret key. With keys from the environment the old one is TWINSTACK_SECRET_KEY_OLD; otherwise a new key is
 * made in the data folder, and takes the place of `secret.key` once everything is wrapped with it. Repeating it after an
 * interruption goes on with the same new key.
 */
export async function rotateKeyOfFolder(
  pool: pg.Pool,
  config: Pick<Config, "dataFolder" | "secretKey" | "oldSecretKey">,
): Promise<Rotated> {
  if (config.secretKey !== undefined) {
    if (config.oldSecretKey === undefined) throw noOldKey();
    const keys = { from: decode(config.oldSecretKey), to: decode(config.secretKey) };
    return { ...(await rotateSecretKey(pool, keys)), oldKeyFile: null };
  }
  const present = join(config.dataFolder, "secret.key");
  const [next, old] = [`${present}.new`, `${present}.old`];
  const from = decode(
    await readFile(present, "utf8").catch((error: unknown) => Promise.reject(noKeyFile(present, error))),
  );
  const report = await rotateSecretKey(pool, { from, to: decode(await keep(next)) });
  await copyFile(present, old);
  // One step, so that there is a key file at every moment.
  await effect("file: secret key", () => rename(next, present));
  return { ...report, oldKeyFile: old };
}

/** The key of a rotation that was cut short, else a new one, on the disk before anything is wrapped with it. */
async function keep(file: string): Promise<string> {
  try {
    const handle = await open(file, "wx", 0o600);
    try {
      await handle.writeFile(`${randomBytes(32).toString("base64")}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
  return readFile(file, "utf8");
}

function decode(text: string): Uint8Array {
  return Buffer.from(text.trim(), "base64");
}

function noKeyFile(file: string, cause: unknown): AppError {
  const detail = `${file} cannot be read; without it the keys come from TWINSTACK_SECRET_KEY and TWINSTACK_SECRET_KEY_OLD.`;
  return new AppError("validation-failed", detail, {}, { cause });
}

function noOldKey(): AppError {
  return new AppError(
    "validation-failed",
    "TWINSTACK_SECRET_KEY is the new key; give the one before it as TWINSTACK_SECRET_KEY_OLD.",
  );
}
