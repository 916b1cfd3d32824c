import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const DEBIAN = "/usr/lib/postgresql";

/**
 * Folder with the programs of an older PostgreSQL: TWINSTACK_TEST_OLD_POSTGRES_BIN, else the newest of Debian's packages
 * (`apt-get install postgresql-15`) that is older than `below`; null when this machine has none.
 */
export function olderPostgres(below: number): { readonly binDir: string; readonly major: number } | null {
  const named = process.env["TWINSTACK_TEST_OLD_POSTGRES_BIN"];
  const packaged = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  for (const binDir of [...(named ? [named] : []), ...packaged.map((major) => join(DEBIAN, major, "bin"))]) {
    if (!existsSync(join(binDir, "initdb"))) continue;
    const said = execFileSync(join(binDir, "postgres"), ["--version"], { encoding: "utf8", cwd: "/" });
    const major = Number.parseInt(/\d+/.exec(said)?.[0] ?? "", 10);
    if (major < below) return { binDir, major };
  }
  return null;
}
