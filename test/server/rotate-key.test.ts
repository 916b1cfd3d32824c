import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { rotateKeyOfFolder } from "../../server/admin/rotate-key-of-folder.ts";
import { openSecrets } from "../../server/composition/open-secrets.ts";
import { type FreshDatabase, freshDatabase } from "../_helpers/database.ts";

const FIRST = Buffer.alloc(32, 1).toString("base64");
const SECOND = Buffer.alloc(32, 2).toString("base64");
let database: FreshDatabase;
let dataFolder: string;

beforeEach(async () => {
  database = await freshDatabase();
  dataFolder = await mkdtemp(join(tmpdir(), "twinstack-key-"));
});
afterEach(async () => {
  await database.close();
  await rm(dataFolder, { recursive: true, force: true });
});

const open = (key: string) => openSecrets(database.pool, { current: Buffer.from(key, "base64"), old: undefined });

test("rotates the key of the data folder, keeps the old one beside it, and the old one opens nothing", async () => {
  const file = join(dataFolder, "secret.key");
  await writeFile(file, `${FIRST}\n`, { mode: 0o600 });
  const sealed = (await open(FIRST)).site.seal("secret", "cloud:1");

  const report = await rotateKeyOfFolder(database.pool, { dataFolder, secretKey: undefined, oldSecretKey: undefined });
  const fresh = (await readFile(file, "utf8")).trim();

  expect(report).toMatchObject({ rewrapped: 1, verified: 1, oldKeyFile: `${file}.old` });
  expect((await open(fresh)).site.open(sealed, "cloud:1")).toBe("secret");
  await expect(open(FIRST)).rejects.toMatchObject({ code: "secret-key-mismatch" });
  expect((await readFile(`${file}.old`, "utf8")).trim()).toBe(FIRST);
  expect([(await stat(file)).mode & 0o777, (await stat(`${file}.old`)).mode & 0o777]).toEqual([0o600, 0o600]);
});

test("goes on with the same new key after it was cut short", async () => {
  const file = join(dataFolder, "secret.key");
  await writeFile(file, FIRST);
  await writeFile(`${file}.new`, SECOND);
  await open(FIRST);
  await openSecrets(database.pool, { current: Buffer.from(SECOND, "base64"), old: Buffer.from(FIRST, "base64") });

  await rotateKeyOfFolder(database.pool, { dataFolder, secretKey: undefined, oldSecretKey: undefined });

  expect((await readFile(file, "utf8")).trim()).toBe(SECOND);
  await expect(stat(`${file}.new`)).rejects.toMatchObject({ code: "ENOENT" });
  await expect(open(SECOND)).resolves.toBeDefined();
});

test("takes both keys from the environment, and needs both", async () => {
  await open(FIRST);

  const half = rotateKeyOfFolder(database.pool, { dataFolder, secretKey: SECOND, oldSecretKey: undefined });
  await expect(half).rejects.toMatchObject({ code: "validation-failed" });
  const report = await rotateKeyOfFolder(database.pool, { dataFolder, secretKey: SECOND, oldSecretKey: FIRST });

  expect(report).toMatchObject({ rewrapped: 1, verified: 1, oldKeyFile: null });
});
