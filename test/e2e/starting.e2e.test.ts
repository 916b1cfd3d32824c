import { once } from "node:events";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import {
  makeDataFolder,
  removeDataFolder,
  type StartedService,
  type StartOptions,
  spawnStart,
  startService,
} from "../_helpers/started-service.ts";

let folder: string;
let service: StartedService | undefined;

beforeAll(async () => {
  folder = await makeDataFolder();
});
afterEach(async () => {
  await service?.stop();
  service = undefined;
}, 60_000);
afterAll(() => removeDataFolder(folder));

/** A start that is meant to end by itself. */
async function attempt(options: Partial<StartOptions>): Promise<{ code: number; text: string }> {
  const child = spawnStart({ folder, ...options });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part) => (text += String(part)));
  const [code] = await once(child, "close");
  return { code: Number(code), text };
}

test("a wrong setting is named with the others, before anything is started", async () => {
  const { code, text } = await attempt({ env: { TWINSTACK_PORT: "99999", DATABASE_URL: "mysql://x/y" } });

  expect(code).toBe(1);
  expect(text).toContain("TWINSTACK_PORT");
  expect(text).toContain("DATABASE_URL");
});

test("a port in use is said, with how to choose another", async () => {
  const squatter = createServer().listen(0, "127.0.0.1");
  await once(squatter, "listening");
  const address = squatter.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  try {
    const { code, text } = await attempt({ env: { TWINSTACK_PORT: String(port) } });

    expect(code).toBe(1);
    expect(text).toContain(`port ${port}`);
    expect(text).toContain("TWINSTACK_PORT");
  } finally {
    squatter.close();
  }
}, 120_000);

test("a database that is down is said with its address", async () => {
  const { code, text } = await attempt({ env: { DATABASE_URL: "postgres://nobody:canary@127.0.0.1:9/none" } });

  expect(code).toBe(1);
  expect(text).toContain("127.0.0.1:9");
  expect(text).not.toContain("canary");
}, 120_000);

test("without set-up the start says to run it", async () => {
  const bare = await makeDataFolder();
  try {
    await rm(join(bare, "toolchain.json"));

    const { code, text } = await attempt({ folder: bare });

    expect(code).toBe(1);
    expect(text).toContain("npm run setup");
  } finally {
    await removeDataFolder(bare);
  }
}, 120_000);

test("the token is made once, for its owner alone, and is never printed", async () => {
  service = await startService({ folder });
  const file = join(folder, "token");
  const token = (await readFile(file, "utf8")).trim();

  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, "secret.key"))).mode & 0o777).toBe(0o600);
  expect(token.length).toBeGreaterThan(40);
  expect(service.printed()).toContain(file);
  expect(service.printed()).not.toContain(token);
  expect(await readFile(join(folder, "url"), "utf8")).toBe(`${service.url}\n`);
}, 120_000);

test("a second start on the same folder finds the first and hands its file over", async () => {
  service = await startService({ folder });
  const file = join(folder, "faulty.yaml");
  await writeFile(file, "name: web\ncolour: red\n");

  const alone = await attempt({});
  const withFile = await attempt({ file });

  expect([alone.code, alone.text]).toEqual([0, expect.stringContaining(service.url)]);
  expect(withFile.text).toContain("already running");
  expect(withFile.text).toContain("/colour");
  expect(withFile.code).not.toBe(0);
}, 120_000);

test("a folder whose service was killed can be started again", async () => {
  const first = await startService({ folder });
  await first.kill();

  service = await startService({ folder });

  expect((await service.api("GET", "/status")).status).toBe(200);
}, 120_000);

test("an engine that disappeared makes the service not ready and is said on its status", async () => {
  const broken = await makeDataFolder();
  try {
    const noted: object = JSON.parse(await readFile(join(broken, "toolchain.json"), "utf8"));
    await writeFile(join(broken, "toolchain.json"), JSON.stringify({ ...noted, enginePath: join(broken, "gone") }));

    service = await startService({ folder: broken });
    const ready = await fetch(`${service.url}/readyz`);
    const status = await service.api<{ engine: unknown }>("GET", "/status");

    expect([ready.status, await ready.json()]).toEqual([503, { status: "not-ready", waitingFor: ["engine"] }]);
    expect(status.body.engine).toBeNull();
  } finally {
    await service?.stop();
    await removeDataFolder(broken);
  }
}, 120_000);
