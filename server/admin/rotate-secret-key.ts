/**
 * Wraps every data key with a new secret key: `node server/admin/rotate-secret-key.ts`. The database is DATABASE_URL's,
 * or the embedded one of TWINSTACK_DATA while no service runs on it; the keys are described in docs/state.md.
 */
import { resolve } from "node:path";
import { openDatabase } from "../composition/open-database.ts";
import { readConfig } from "../config.ts";
import { claimDataFolder } from "../start/claim-data-folder.ts";
import { explainStartFailure } from "../start/start-failure.ts";
import { readToolchain } from "../toolchain.ts";
import { rotateKeyOfFolder } from "./rotate-key-of-folder.ts";

try {
  await rotate();
} catch (error) {
  const failure = explainStartFailure(error);
  if (failure === null) throw error;
  process.stderr.write(`The key was not rotated.\n  why:        ${failure.what}\n  what to do: ${failure.remedy}\n`);
  process.exitCode = 1;
}

async function rotate(): Promise<void> {
  const config = readConfig(process.env, resolve(import.meta.dirname, "../.."));
  const { databaseUrl, dataFolder } = config;
  const claim = await claimDataFolder(dataFolder);
  if (claim.kind === "taken") {
    process.stderr.write(`TwinStack runs on this data folder (${claim.url}); stop it first.\n`);
    process.exitCode = 1;
    return;
  }
  const toolchain = await readToolchain(dataFolder);
  const onIdleError = (): void => undefined;
  const database = await openDatabase({ databaseUrl, toolchain, dataFolder, onIdleError });
  try {
    const { from, to, rewrapped, verified, oldKeyFile } = await rotateKeyOfFolder(database.pool, config);
    process.stdout.write(
      `${rewrapped} data keys were wrapped anew and all ${verified} read back; the key ${from} is replaced by ${to}.\n`,
    );
    if (oldKeyFile !== null)
      process.stdout.write(`The old key is in ${oldKeyFile}: older copies of the database need it.\n`);
  } finally {
    await database.close();
    claim.release();
  }
}
