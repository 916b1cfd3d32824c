import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { Secret, TOTP } from "otpauth";
import { PASSWORD, type PeopleApp, startPeopleApp } from "../_helpers/people-app.ts";
import { runWith, said } from "../cli/a-terminal.ts";

let house: PeopleApp;
let folder: string;
let environment: Record<string, string>;

beforeAll(async () => {
  house = await startPeopleApp();
  await house.app.listen({ host: "127.0.0.1", port: 0 });
  folder = await mkdtemp(join(tmpdir(), "twinstack-login-"));
  const { port } = house.app.server.address() as AddressInfo;
  environment = {
    TWINSTACK_URL: `http://127.0.0.1:${port}`,
    TWINSTACK_CONFIG: join(folder, "own", "config.json"),
    TWINSTACK_DATA: join(folder, "none"),
  };
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  said.out.length = 0;
  said.err.length = 0;
});

test("login keeps a token that others cannot read, whoami uses it, logout revokes and forgets it", async () => {
  await house.addPerson("ann");

  const loggedIn = await runWith(["login"], environment, ["ann@example.org", PASSWORD]);
  const file = environment["TWINSTACK_CONFIG"] ?? "";
  const kept = JSON.parse(await readFile(file, "utf8"));
  const { mode } = await stat(file);
  const known = await runWith(["whoami"], environment, "");
  const loggedOut = await runWith(["logout"], environment, "");
  const after = JSON.parse(await readFile(file, "utf8"));
  const revoked = await fetch(`${environment["TWINSTACK_URL"]}/api/v1/me`, {
    headers: { authorization: `Bearer ${kept.token}` },
  });

  expect([loggedIn, known, loggedOut]).toEqual([0, 0, 0]);
  expect(mode & 0o777).toBe(0o600);
  expect(said.out.join("\n")).toMatch(/ann \(ann\)\n {2}e-mail +ann@example\.org/);
  expect(said.out.join("\n")).not.toContain(kept.token);
  expect(after).toEqual({ url: environment["TWINSTACK_URL"] });
  expect(revoked.status).toBe(401);
});

test("login asks for the code when the second factor is on, and leaves no session behind", async () => {
  const id = await house.addPerson("bea");
  const browser = house.browser();
  await browser.logIn("bea");
  const { secret } = (await browser.send("POST", "/api/v1/me/second-factor", { password: PASSWORD })).json();
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const early = totp.generate({ timestamp: Date.now() - 30_000 });
  await browser.send("POST", "/api/v1/me/second-factor/confirm", { code: early });
  await browser.send("POST", "/api/v1/auth/logout");

  const code = await runWith(["login"], environment, ["bea@example.org", PASSWORD, totp.generate()]);

  const { rows } = await house.database.pool.query("select 1 from session where user_id = $1", [id]);
  expect([code, rows]).toEqual([0, []]);
  await runWith(["logout"], environment, "");
});

test("a wrong password is told in words and keeps nothing", async () => {
  const code = await runWith(["login"], environment, ["ann@example.org", "not the password"]);

  expect(code).toBe(4);
  expect(said.err[0]).toContain("do not belong together");
});

test("password changes the own password after asking for the present one", async () => {
  await house.addPerson("cid");
  await runWith(["login"], environment, ["cid@example.org", PASSWORD]);
  const next = "nine slow otters swim";

  const differing = await runWith(["password"], environment, [PASSWORD, next, "something else"]);
  const changed = await runWith(["password"], environment, [PASSWORD, next, next]);

  expect([differing, changed]).toEqual([2, 0]);
  expect((await house.browser().logIn("cid", next)).statusCode).toBe(200);
});

test("without a terminal nothing is asked", async () => {
  expect(await runWith(["login"], environment)).toBe(2);
  expect(said.err[0]).toContain("needs a terminal");
});
