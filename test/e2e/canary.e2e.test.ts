import { randomBytes } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Secret, TOTP } from "otpauth";
import type { Cloud, Revision, Run, SubmissionReceipt } from "../../src/contract/index.ts";
import { applicationCredential, tokensIn } from "../_helpers/canary-credentials.ts";
import { liveAsTenants } from "../_helpers/canary-tenants.ts";
import { emptyDatabase, type FreshDatabase } from "../_helpers/database.ts";
import { type Marks, marksIn, marksInDatabase, marksInFiles, watchArguments } from "../_helpers/marks.ts";
import {
  apply,
  breakCloud,
  makeDataFolder,
  plan,
  removeDataFolder,
  type StartedService,
  startService,
} from "../_helpers/started-service.ts";

/**
 * A mark in every field that holds a secret, then a working day of the service with the real engine. Afterwards no mark
 * may be found where it does not belong.
 */
const marks = new Map<string, string>();
/** Not secret: it must be found, or the search itself is broken. */
const OPEN = "canary-in-the-open";
const answers: { readonly call: string; readonly text: string }[] = [];
let folder: string;
let database: FreshDatabase;
let service: StartedService;
let argumentsSeen: ReadonlySet<string>;
let run: Run | undefined;
let secretKey: Uint8Array;
const searched = { values: 0, files: 0 };

function mark(field: string): string {
  const text = `canary-${randomBytes(12).toString("hex")}`;
  marks.set(field, text);
  return text;
}

interface CallOptions {
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls like `service.api`, and keeps every answer with its headers. */
async function call<T>(method: string, path: string, { body, headers = {} }: CallOptions = {}) {
  const response = await fetch(`${service.url}/api/v1${path}`, {
    method,
    headers: {
      ...(body !== undefined && { "content-type": typeof body === "string" ? "application/yaml" : "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  answers.push({
    call: `${method} ${path.replaceAll(/[\da-f-]{36}/g, ":id")}`,
    text: `${text}\n${JSON.stringify([...response.headers])}`,
  });
  return {
    status: response.status,
    body: (/^application\/(problem\+)?json/.test(response.headers.get("content-type") ?? "")
      ? JSON.parse(text)
      : null) as T,
    cookies: response.headers.getSetCookie(),
  };
}

async function asAdmin<T>(method: string, path: string, body?: object | string) {
  const token = (await readFile(join(folder, "token"), "utf8")).trim();
  marks.set("token of the first start", token);
  return call<T>(method, path, { headers: { authorization: `Bearer ${token}` }, ...(body !== undefined && { body }) });
}

beforeAll(async () => {
  folder = await makeDataFolder();
  await mkdir(join(folder, "tmp"));
  database = await emptyDatabase();
  const password = mark("database password");
  await database.pool.query(`create role canary login superuser password '${password}'`);
  secretKey = Buffer.from(`${mark("secret key")}!`);
  const watch = watchArguments();
  try {
    service = await startService({
      folder,
      env: {
        DATABASE_URL: Object.assign(new URL(database.url), { username: "canary", password }).toString(),
        TWINSTACK_SECRET_KEY: Buffer.from(secretKey).toString("base64"),
        TWINSTACK_PUBLIC_URL: "http://twin.example:4680",
        TWINSTACK_LOG_LEVEL: "trace",
        TWINSTACK_METRICS_TOKEN: mark("metrics token"),
        TWINSTACK_SMTP_URL: `smtp://post:${mark("mail password")}@127.0.0.1:9`,
        TWINSTACK_MAIL_FROM: "twins@example.org",
        TWINSTACK_OIDC_ISSUER: "http://127.0.0.1:9",
        TWINSTACK_OIDC_CLIENT_ID: "twinstack",
        TWINSTACK_OIDC_CLIENT_SECRET: mark("issuer's client secret"),
        TMPDIR: join(folder, "tmp"),
      },
    });
    await signIn();
    await haveTenants();
    await registerClouds();
    await workADay();
  } finally {
    argumentsSeen = await watch.stop();
    await service?.stop();
  }
}, 600_000);

afterAll(async () => {
  process.stderr.write(
    `canary: ${marks.size} secrets looked for in ${searched.values} values of the database, ${answers.length} answers, ` +
      `${argumentsSeen?.size ?? 0} command lines and ${searched.files} files\n`,
  );
  await database?.close();
  await removeDataFolder(folder);
}, 60_000);

/** A person who signs in with a password and a code, makes a token, and mistypes. */
async function signIn(): Promise<void> {
  const made = await asAdmin<{ id: string }>("POST", "/users", { handle: "kim", email: "kim@example.org" });
  const link = await asAdmin<{ url: string }>("POST", `/users/${made.body.id}/password-reset`);
  const token = new URLSearchParams(new URL(link.body.url).hash.slice(1) || new URL(link.body.url).search).get("token");
  marks.set("password reset link", token ?? "missing");
  const password = mark("person's password");
  expect((await call("POST", "/auth/password/reset", { body: { token, newPassword: password } })).status).toBeLessThan(
    300,
  );
  await call("POST", "/auth/login", { body: { email: "kim@example.org", password: mark("mistyped password") } });
  await call("POST", "/auth/login", { body: { email: "nobody@example.org", password: mark("stranger's password") } });
  const login = await call("POST", "/auth/login", { body: { email: "kim@example.org", password } });
  const cookie = (login.cookies[0] ?? "").split(";")[0] ?? "";
  marks.set("session", cookie.split("=")[1] ?? "missing");
  const asKim = { cookie, origin: service.url };
  const offer = await call<{ secret: string }>("POST", "/me/second-factor", { body: { password }, headers: asKim });
  marks.set("second factor", offer.body.secret);
  const code = new TOTP({ secret: Secret.fromBase32(offer.body.secret) }).generate();
  const confirmed = await call<{ recoveryCodes: string[] }>("POST", "/me/second-factor/confirm", {
    body: { code },
    headers: asKim,
  });
  marks.set("recovery code", confirmed.body.recoveryCodes[0] ?? "missing");
  const again = (confirmed.cookies[0] ?? cookie).split(";")[0] ?? "";
  if (again !== cookie) marks.set("session after the second factor", again.split("=")[1] ?? "missing");
  const apiToken = await call<{ token: string }>("POST", "/me/tokens", {
    body: { name: "canary" },
    headers: { ...asKim, cookie: again },
  });
  marks.set("API token", apiToken.body.token);
  await call("GET", "/me/export", { headers: { ...asKim, cookie: again } });
  await call("POST", "/auth/password/forgotten", { body: { email: "kim@example.org" } });
}

/** Credentials of both kinds that really open the sandbox, and some that are refused in every way. */
async function registerClouds(): Promise<void> {
  const { items } = (await asAdmin<{ items: Cloud[] }>("GET", "/clouds")).body;
  const openstack = items.find(({ kind }) => kind === "openstack");
  const cloudstack = items.find(({ kind }) => kind === "cloudstack");
  const application = await applicationCredential(openstack?.endpoint ?? "", mark("OpenStack credential"));
  const changed = await asAdmin("PATCH", `/clouds/${openstack?.id}`, { credentials: application });
  expect(changed.status).toBe(200);
  marks.set("CloudStack credential", "sandbox-admin-secret-key");
  const wrong = { apiKey: "key", secretKey: mark("refused credential") };
  await asAdmin("PATCH", `/clouds/${cloudstack?.id}`, { credentials: wrong });
  const away = { kind: "cloudstack", name: "away", apiUrl: "http://127.0.0.1:9/client/api", zone: "z" };
  const kept = { apiKey: "key", secretKey: mark("credential of a cloud that is away") };
  expect((await asAdmin("POST", "/clouds?force=true", { ...away, credentials: kept })).status).toBe(201);
  await asAdmin("POST", "/clouds", { ...away, secretKey: mark("credential in a wrong field") });
  await asAdmin("POST", "/clouds", { ...away, credentials: mark("credential of a wrong shape") });
  await asAdmin(
    "POST",
    "/clouds",
    `kind: openstack\n\tcredentials: { password: ${mark("credential in broken YAML")} }`,
  );
  await brokenJson(mark("credential in broken JSON"));
  await asAdmin("POST", "/webhooks", { name: "hook", url: "https://127.0.0.1/", events: ["run.planned"] });
  const webhook = await asAdmin<{ secret: string }>("POST", "/webhooks", {
    name: "hook",
    url: "https://hook.invalid/",
    events: ["run.planned"],
  });
  marks.set("webhook secret", webhook.body.secret);
}

async function haveTenants(): Promise<void> {
  const { items } = (await asAdmin<{ items: Cloud[] }>("GET", "/clouds")).body;
  const endpoint = items.find(({ kind }) => kind === "openstack")?.endpoint ?? "";
  const administrator = await applicationCredential(endpoint, mark("administrator's credential"), "admin");
  const { pool } = database;
  const secrets = await liveAsTenants({ service, call: asAdmin, pool, secretKey, administrator });
  for (const [index, secret] of secrets.tenants.entries()) marks.set(`tenant's credential ${index + 1}`, secret);
  for (const [index, secret] of secrets.buckets.entries()) marks.set(`key to a bucket ${index + 1}`, secret);
}

async function brokenJson(secret: string): Promise<void> {
  const token = (await readFile(join(folder, "token"), "utf8")).trim();
  const response = await fetch(`${service.url}/api/v1/clouds`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: `{"kind":"openstack","credentials":{"password": ${secret}}}`,
  });
  answers.push({ call: "POST /clouds", text: await response.text() });
}

/** Submit, plan, apply, look at everything there is to see, fail, and destroy. */
async function workADay(): Promise<void> {
  const yaml = `
name: ${OPEN}
profile: blank
access: { generateKeyPair: true, password: "${mark("machine's password")}" }
software:
  files:
    - { path: /etc/app.key, content: "${mark("secret file")}", owner: "root:root", permissions: "0600", secret: true }
placement: { standby: { mode: running } }
`;
  await asAdmin("POST", "/requirements/check", yaml);
  const receipt = (await asAdmin<SubmissionReceipt>("POST", "/workspaces", yaml)).body;
  marks.set("private key", receipt.privateKey?.split("\n")[3] ?? "missing");
  const { id } = receipt.workspace;
  const revision = (await asAdmin<Revision>("GET", `/workspaces/${id}/revisions/1`)).body;
  for (const [index, token] of tokensIn(revision).entries()) marks.set(`one-time token ${index + 1}`, token);
  const runs = await apply(service, await plan(service, id));
  expect(runs.map(({ status }) => status)).toEqual(["applied", "applied"]);
  [run] = runs;
  for (const { id: runId } of runs) {
    for (const rest of ["", "/plan", "/events"]) await asAdmin("GET", `/runs/${runId}${rest}`);
  }
  for (const path of [
    "",
    "/revisions",
    "/repair",
    "/terraform?state=true",
    "/states/openstack",
    "/states/cloudstack",
    "/events",
    "/machine-sessions",
  ]) {
    await asAdmin("GET", `/workspaces/${id}${path}`);
  }
  for (const [index, site] of ["openstack", "cloudstack"].entries()) {
    const seat = await asAdmin<{ ticket: string }>("POST", `/workspaces/${id}/sites/${site}/console-sessions`, {});
    marks.set(`ticket to a screen ${index + 1}`, seat.body.ticket ?? "missing");
  }
  for (const path of [
    "/workspaces",
    "/runs",
    "/instances",
    "/clouds",
    "/audit",
    "/audit/export",
    "/status",
    "/me/export",
    "/webhooks",
    "/users",
  ]) {
    await asAdmin("GET", path);
  }
  const mend = await breakCloud(service, "openstack");
  await plan(service, id);
  await mend();
  const destroyed = await apply(service, await plan(service, id, "destroy"));
  expect(destroyed.map(({ status }) => status)).toEqual(["applied", "applied"]);
}

/** Answers that show a secret because they are the place where it is shown, once or to those who may change the machine. */
const SHOWN: Readonly<Record<string, RegExp>> = {
  "password reset link": /^POST \/users\/:id\/password-reset$/,
  session: /^POST \/auth\/login/,
  "session after the second factor": /^POST \/me\/second-factor\/confirm$/,
  "second factor": /^POST \/me\/second-factor$/,
  "recovery code": /^POST \/me\/second-factor\/confirm$/,
  "API token": /^POST \/me\/tokens$/,
  "webhook secret": /^POST \/webhooks$/,
  "ticket to a screen": /^POST \/workspaces\/:id\/sites\/\w+\/console-sessions$/,
  "key to a bucket": /^POST \/buckets\/:id\/credentials$/,
  "private key": /^POST \/workspaces$/,
  "one-time token": /^GET \/workspaces\/:id\/(revisions\/1|terraform\?state=true)$/,
};

test("the day had every secret in it, and the search finds what is not secret", async () => {
  const open: Marks = new Map([["open", OPEN]]);

  expect([...marks].filter(([, text]) => text === "missing" || text.length < 10)).toEqual([]);
  expect(marks.size).toBeGreaterThan(28);
  expect((await marksInDatabase(open, database.pool)).found.length).toBeGreaterThan(2);
  expect(marksIn(open, Buffer.from(JSON.stringify(answers)))).toEqual(["open"]);
  expect([...argumentsSeen].some((line) => /terraform.* apply/.test(line))).toBe(true);
  expect(await readFile(join(folder, "logs/service.log"), "utf8")).toContain(run?.id ?? "no run");
});

test("no secret is in the database in clear, in whatever table, packed or not", async () => {
  const { found, values } = await marksInDatabase(marks, database.pool);

  searched.values = values;
  expect(found).toEqual([]);
  expect(values).toBeGreaterThan(1_000);
});

test("no answer of the service holds a secret but the one that is there to show it", () => {
  const wrong = answers.flatMap(({ call: name, text }) =>
    marksIn(marks, Buffer.from(text))
      .filter((found) => !SHOWN[found.replace(/ \d+$/, "")]?.test(name))
      .map((found) => `${name}: ${found}`),
  );

  expect([...new Set(wrong)]).toEqual([]);
});

test("no process was ever given a secret as an argument", () => {
  expect(marksIn(marks, Buffer.from([...argumentsSeen].join("\n")))).toEqual([]);
});

test("neither the log nor what was printed nor any file left behind holds a secret", async () => {
  const { found, files } = await marksInFiles(
    marks,
    folder,
    // The sandbox is the cloud itself, and the token's file is where its owner finds it.
    (path) => path.startsWith("sandbox/") || path === "token",
  );

  searched.files = files;
  expect(found).toEqual([]);
  expect(files).toBeGreaterThan(0);
  expect(marksIn(marks, Buffer.from(service.printed()))).toEqual([]);
});
