import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type OpenDatabase, openDatabase } from "../../server/composition/open-database.ts";
import { postgresBinDir } from "../_helpers/database.ts";

let folder: string;
let database: OpenDatabase | undefined;

beforeEach(async () => {
  database = undefined;
  folder = await mkdtemp(join(tmpdir(), "twinstack-open-"));
  await chmod(folder, 0o755);
});
afterEach(async () => {
  await database?.close();
  await rm(folder, { recursive: true, force: true });
});

function open(complaints: string[] = [], databaseUrl?: string): Promise<OpenDatabase> {
  return openDatabase({
    databaseUrl,
    toolchain: { postgresBinDir: postgresBinDir(), postgresDataFolder: join(folder, "postgres") },
    dataFolder: folder,
    onIdleError: (error) => complaints.push(error.message),
  });
}

/** Asks until the restarted server answers; a session of the killed one may live on for a moment. */
async function answersAfter(complaints: readonly string[]): Promise<unknown> {
  for (let round = 0; round < 300; round += 1) {
    const answer =
      complaints.length === 0
        ? null
        : await database?.pool.query("select count(*)::integer as n from account").catch(() => null);
    if (answer) return answer.rows;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return null;
}

test("an embedded server that is killed is started again, with everything in it", async () => {
  const complaints: string[] = [];
  database = await open(complaints);
  await database.pool.query("insert into account (id, name) values ('ann', 'Ann')");
  const pidFile = await readFile(join(folder, "postgres", "18", "cluster", "postmaster.pid"), "utf8");
  process.kill(Number.parseInt(pidFile, 10), "SIGKILL");

  const rows = await answersAfter(complaints);

  expect(rows).toEqual([{ n: 1 }]);
  expect(complaints).toContain("The embedded database ended; it is started again.");
});

test("without a server of its own it says what to set up", async () => {
  const opening = openDatabase({
    databaseUrl: undefined,
    toolchain: { postgresBinDir: null, postgresDataFolder: null },
    dataFolder: folder,
    onIdleError: () => undefined,
  });

  await expect(opening).rejects.toMatchObject({ code: "database-unavailable" });
  await expect(opening).rejects.toThrow("DATABASE_URL");
});

test("a database that does not answer is named without its password", async () => {
  const opening = open([], "postgres://nobody:canary@127.0.0.1:9/none");

  await expect(opening).rejects.toThrow("127.0.0.1:9");
  await expect(opening).rejects.not.toThrow("canary");
});
