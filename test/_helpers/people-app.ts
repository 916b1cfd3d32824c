import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LightMyRequestResponse } from "fastify";
import { type App, buildApp } from "../../server/app.ts";
import { type Composition, type CompositionOptions, composeService } from "../../server/composition/compose-service.ts";
import { openSecrets } from "../../server/composition/open-secrets.ts";
import { makeTracing } from "../../server/tracing.ts";
import { makePasswordHasher } from "../../src/adapters/passwords/password-hasher.ts";
import { makePersonStore } from "../../src/adapters/postgres/person-store.ts";
import { makePool } from "../../src/adapters/postgres/pool.ts";
import { type FreshDatabase, freshDatabase } from "./database.ts";
import { toolchain } from "./toolchain.ts";

export const ADMIN_TOKEN = "ts_the-first-starts-token";
export const PASSWORD = "seven quiet herons";
const HOUR_MS = 3_600_000;

/** The real app on the real composition and a database of its own; it listens only when a test says so. */
export interface PeopleApp {
  readonly app: App;
  readonly composition: Composition;
  readonly database: FreshDatabase;
  /** What failed in the background. */
  readonly failures: unknown[];
  browser(address?: string): Browser;
  /** A person who can sign in, with the address `<handle>@example.org`. */
  addPerson(
    handle: string,
    facts?: { readonly confirmed?: boolean; readonly password?: string | null },
  ): Promise<string>;
  audit(): Promise<readonly { action: string; outcome: string; user_id: string | null; detail: object }[]>;
  close(): Promise<void>;
}

/** Keeps its cookies as a browser does, and says where its requests come from. */
export interface Browser {
  readonly cookies: Map<string, string>;
  /** `Set-Cookie` lines of the last answer. */
  setCookies: readonly string[];
  send(
    method: Method,
    path: string,
    payload?: object,
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>;
  logIn(handle: string, password?: string): Promise<LightMyRequestResponse>;
}

type Method = "GET" | "POST" | "PATCH" | "DELETE";
type Overrides = Partial<CompositionOptions> & { readonly url?: string; readonly trustedProxies?: readonly string[] };

export async function startPeopleApp(overrides: Overrides = {}): Promise<PeopleApp> {
  const database = await freshDatabase();
  const folder = await mkdtemp(join(tmpdir(), "twinstack-people-"));
  const publicUrl = () => overrides.url ?? "http://localhost";
  const failures: unknown[] = [];
  const tenantPool = makePool(database.url, { max: 4 });
  const tracing = makeTracing(undefined, "0.1.0");
  const composition = composeService({
    pool: database.pool,
    tenantPool,
    databaseUrl: database.url,
    workHost: { id: "here", name: "here" },
    engineSandbox: "off",
    keepPlansDays: 0,
    host: "127.0.0.1",
    toolchain: toolchain(),
    version: "0.1.0",
    keyring: await openSecrets(database.pool, { current: randomBytes(32), old: undefined }),
    workRoot: folder,
    concurrency: 1,
    localUrl: publicUrl,
    webhookNetworks: [],
    sessionLimits: { idleMs: 12 * HOUR_MS, absoluteMs: 168 * HOUR_MS },
    smtp: null,
    openid: null,
    tracing,
    onWorkerError: (error) => failures.push(error),
    onBackgroundError: (error) => failures.push(error),
    ...overrides,
    publicUrl,
  });
  await composition.accounts.ensureAccount({ accountId: "local", name: "Local user" });
  const tokenHash = createHash("sha256").update(ADMIN_TOKEN).digest("hex");
  await composition.accounts.ensureToken({ id: randomUUID(), accountId: "local", name: "first", tokenHash });
  const app = await buildApp(composition.services, {
    version: "0.1.0",
    hostNames: [new URL(publicUrl()).hostname],
    logger: false,
    parseYaml: composition.parseYaml,
    translate: composition.translate,
    heartbeatMs: 20,
    tracing,
    metricsToken: undefined,
    publicUrl,
    ...(overrides.trustedProxies !== undefined && { trustedProxies: overrides.trustedProxies }),
  });
  const people = makePersonStore(database.pool);
  const cheap = makePasswordHasher({ cost: { memoryKib: 8, passes: 1, lanes: 1 } });

  return {
    app,
    composition,
    database,
    failures,
    browser: (address) => makeBrowser(app, publicUrl(), address),
    async addPerson(handle, { confirmed = true, password = PASSWORD } = {}) {
      const accountId = randomUUID();
      const passwordHash = password === null ? null : await cheap.hash(password);
      const email = `${handle}@example.org`;
      const emailConfirmedAt = confirmed ? new Date() : null;
      await people.create({ accountId, handle, name: handle, email, emailConfirmedAt, passwordHash, locale: "en" });
      return accountId;
    },
    async audit() {
      const { rows } = await database.pool.query(
        "select action, outcome, user_id, detail from audit_entry order by sequence",
      );
      return rows;
    },
    async close() {
      await app.close();
      await composition.close();
      await tenantPool.end();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function makeBrowser(app: App, url: string, remoteAddress = "198.51.100.7"): Browser {
  const cookies = new Map<string, string>();
  const { host, origin } = new URL(url);
  const browser: Browser = {
    cookies,
    setCookies: [],
    async send(method, path, payload, headers = {}) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const response = await app.inject({
        method,
        url: path,
        remoteAddress,
        headers: {
          host,
          ...(method !== "GET" && { origin, "sec-fetch-site": "same-origin" }),
          ...(cookie !== "" && { cookie }),
          ...headers,
        },
        ...(payload !== undefined && { payload }),
      });
      browser.setCookies = [response.headers["set-cookie"] ?? []].flat();
      for (const { name, value } of response.cookies) {
        if (value === "") cookies.delete(name);
        else cookies.set(name, value);
      }
      return response;
    },
    logIn: (handle, password = PASSWORD) =>
      browser.send("POST", "/api/v1/auth/login", { email: `${handle}@example.org`, password }),
  };
  return browser;
}
