import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import Fastify from "fastify";
import { useHostGuard } from "../../server/plugins/host-guard.ts";
import { openDataFolder } from "../../server/start/data-folder.ts";
import { openLogFile } from "../../server/start/log-file.ts";
import { IDS } from "../_helpers/samples.ts";
import { buildScriptedApp } from "../_helpers/scripted-app.ts";
import { scriptRun, scriptServices, TOKEN } from "../_helpers/scripted-services.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ts-guards-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("a full disk ends neither the service nor the request that was to be noted", () => {
  const log = openLogFile("/dev/full");

  expect(() => log.write("a line\n")).not.toThrow();
});

test("the log is for its owner alone", async () => {
  const file = join(folder, "service.log");

  openLogFile(file).write("a line\n");

  expect(await readFile(file, "utf8")).toBe("a line\n");
  expect((await stat(file)).mode & 0o077).toBe(0);
});

test("secrets of the data folder are made once, whole, for their owner alone, and nothing else stays", async () => {
  const [first, second] = [await openDataFolder(folder), await openDataFolder(folder)];

  const tokens = await Promise.all([first.apiToken(), second.apiToken(), first.apiToken()]);
  const key = await first.secretKey(undefined);

  expect(new Set(tokens).size).toBe(1);
  expect(tokens[0]).toMatch(/^ts_[\w-]{43}$/);
  expect(key).toHaveLength(32);
  expect((await stat(join(folder, "secret.key"))).mode & 0o077).toBe(0);
  expect((await readdir(folder)).sort()).toEqual(["logs", "secret.key", "token"]);
});

test("a draft of a secret, left by a power cut, is not taken for it", async () => {
  await writeFile(join(folder, `token.${process.pid}`), "half");

  const token = await (await openDataFolder(folder)).apiToken();

  expect(token).toMatch(/^ts_[\w-]{43}$/);
});

test.each([
  ["fd00::1", "[fd00::1]:4680", 200],
  ["[fd00::1]", "[FD00::1]", 200],
  ["fd00::1", "[fd00::2]:4680", 403],
  ["twins.example", "TWINS.example:443", 200],
  ["twins.example", "evil.example", 403],
  ["twins.example", "twins.example.evil.example", 403],
])("known as %s, asked for as %s, the guard answers %s", async (name, host, status) => {
  const app = Fastify();
  useHostGuard(app, [name]);
  app.get("/", async () => "in");

  const answer = await app.inject({ url: "/", headers: { host, "x-forwarded-host": "localhost" } });
  await app.close();

  expect(answer.statusCode).toBe(status);
});

test("a position behind the end of every log is refused, and in Last-Event-ID means nothing new", async () => {
  const app = await buildScriptedApp(scriptServices({ run: scriptRun() }).services);
  const ask = (query: string, last?: string) =>
    app.inject({
      url: `/api/v1/runs/${IDS.run}/events${query}`,
      headers: { authorization: `Bearer ${TOKEN}`, ...(last !== undefined && { "last-event-id": last }) },
    });

  const answers = [await ask("?after=9007199254740991"), await ask("", "9007199254740991"), await ask("", "x'; --")];
  await app.close();

  expect(answers.map(({ statusCode }) => statusCode)).toEqual([422, 200, 200]);
});

test("a state is not even taken in from somebody without a run's credential", async () => {
  const { services, calls } = scriptServices();
  const app = await buildScriptedApp(services);

  const answer = await app.inject({
    method: "POST",
    url: `/state/v1/${IDS.workspace}/openstack?ID=x`,
    payload: "x".repeat(1_000_000),
  });
  await app.close();

  expect(answer.statusCode).toBe(401);
  expect(calls).toEqual([]);
});
