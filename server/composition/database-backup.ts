import type pg from "pg";
import { type RestoreReport, restoreBackup } from "../../src/adapters/postgres/backup/restore-backup.ts";
import { writeBackup } from "../../src/adapters/postgres/backup/write-backup.ts";
import { masterKey } from "../../src/adapters/postgres/sealing/master-key.ts";

/** The whole database as lines, read as of one moment. */
export function databaseLines(pool: pg.Pool, release: string): AsyncGenerator<string> {
  return writeBackup(pool, { release, madeAt: new Date() });
}

/** Reads such lines into an empty database, which is then in quarantine. */
export function restoreDatabase(pool: pg.Pool, lines: AsyncIterable<string>): Promise<RestoreReport> {
  return restoreBackup(pool, lines);
}

/** What a database calls its key by; gives nothing of it away. */
export function nameOfKey(key: Uint8Array): string {
  return masterKey(key).id;
}
