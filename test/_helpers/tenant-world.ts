import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RouteOptions } from "fastify";
import { type App, buildApp } from "../../server/app.ts";
import { type Composition, composeService } from "../../server/composition/compose-service.ts";
import { makeTracing } from "../../server/tracing.ts";
import type { MemberRole, Scope } from "../../src/account/ports.ts";
import { makePool } from "../../src/adapters/postgres/pool.ts";
import type { Keyring } from "../../src/adapters/postgres/sealing/open-keyring.ts";
import { makeSecrets } from "../../src/adapters/secrets/secrets.ts";
import { addPerson } from "./account-world.ts";
import { type FreshDatabase, freshDatabase } from "./database.ts";
import { testKeyring } from "./keyring.ts";
import { plantObjects, type TenantObjects } from "./tenant-objects.ts";
import { toolchain } from "./toolchain.ts";

const { sha256 } = makeSecrets();

/** Who belongs where. A person's own account is theirs besides. */
const MEMBERS: Readonly<Record<string, Readonly<Record<string, MemberRole>>>> = {
  lab: { lea: "owner", max: "member", vic: "viewer", sam: "owner" },
  firm: { fay: "owner" },
  gone: { lea: "owner" },
};
const PEOPLE = ["ann", "bob", "lea", "max", "vic", "fay", "sam", "root", "giver"] as const;
/** Accounts whose things are tried by everybody. */
export const ACCOUNTS = ["ann", "bob", "lab", "firm"] as const;
export type AccountName = (typeof ACCOUNTS)[number];

/** Somebody with a token. */
export interface Caller {
  readonly name: string;
  readonly person: string;
  readonly token: string;
  readonly scope: Scope;
  readonly boundTo: string | null;
}

export interface TenantWorld {
  readonly app: App;
  readonly composition: Composition;
  readonly database: FreshDatabase;
  readonly keyring: Keyring;
  readonly routes: readonly RouteOptions[];
  readonly callers: readonly Caller[];
  /** Lines of the service's log about failures of its own. */
  readonly failures: readonly string[];
  roleOf(caller: Caller, account: string): MemberRole | null;
  plant(account: string): Promise<TenantObjects>;
  /** Brings back memberships and tokens that a call took away. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** The real service without worker: two people and two organisations with things, and people of every role and scope. */
export async function openTenantWorld(): Promise<TenantWorld> {
  const database = await freshDatabase();
  const tenantPool = makePool(database.url);
  // Where other tests take the processors, a connection may take longer to come than a service would wait.
  for (const pool of [database.pool, tenantPool]) pool.options.connectionTimeoutMillis = 60_000;
  const workRoot = await mkdtemp(join(tmpdir(), "ts-tenants-"));
  const keyring = await testKeyring(database.pool);
  const composition = composeService({
    pool: database.pool,
    tenantPool,
    toolchain: toolchain(),
    version: "0.0.0",
    keyring,
    workRoot,
    concurrency: 1,
    engineSandbox: "off",
    keepPlansDays: 0,
    host: "127.0.0.1",
    webhookNetworks: [],
    tracing: makeTracing(undefined, "0.0.0"),
    publicUrl: () => "https://twin.example",
    localUrl: () => "http://127.0.0.1:1",
    sessionLimits: { idleMs: 3_600_000, absoluteMs: 36_000_000 },
    smtp: null,
    openid: null,
    databaseUrl: database.url,
    workHost: { id: "tenant-world", name: "tenant-world" },
    onBackgroundError: () => undefined,
    onWorkerError: () => undefined,
  });
  await composition.open();
  const routes: RouteOptions[] = [];
  const failures: string[] = [];
  const app = await buildApp(composition.services, {
    version: "0.0.0",
    hostNames: ["twin.example"],
    logger: { level: "error", stream: { write: (line: string) => void failures.push(line) } },
    heartbeatMs: 20,
    tracing: makeTracing(undefined, "0.0.0"),
    metricsToken: undefined,
    parseYaml: composition.parseYaml,
    translate: composition.translate,
    publicUrl: () => "https://twin.example",
    onRoute: (route) => routes.push(route),
  });
  const callers = await settlePeople(database);
  return {
    app,
    composition,
    database,
    keyring,
    routes,
    callers,
    failures,
    roleOf({ person, boundTo }, account) {
      if (person === "sam" || (boundTo !== null && boundTo !== account)) return null;
      return person === account ? "owner" : (MEMBERS[account]?.[person] ?? null);
    },
    plant: (account) => plantObjects(database.pool, keyring, account),
    restore: () => letEverybodyIn(database, callers),
    async close() {
      await app.close();
      await composition.close();
      await tenantPool.end();
      await database.close();
      await rm(workRoot, { recursive: true, force: true });
    },
  };
}

async function settlePeople(database: FreshDatabase): Promise<readonly Caller[]> {
  for (const person of PEOPLE) await addPerson(database.pool, person, { siteAdmin: person === "root" });
  for (const organisation of Object.keys(MEMBERS)) {
    await database.pool.query("insert into account (id, handle, name, kind) values ($1, $1, $1, 'organisation')", [
      organisation,
    ]);
  }
  await database.pool.query("update account set suspended_at = now() where id in ('sam', 'gone')");
  const callers = [
    ...PEOPLE.filter((person) => person !== "giver").map((person) => callerOf(person, "manage", null)),
    ...(["view", "change"] as const).flatMap((scope) => ["ann", "lea"].map((person) => callerOf(person, scope, null))),
    callerOf("lea", "manage", "lab"),
    callerOf("lea", "view", "lab"),
    callerOf("lea", "manage", "gone"),
    callerOf("fay", "manage", "firm"),
  ];
  await letEverybodyIn(database, callers);
  return callers;
}

function callerOf(person: string, scope: Scope, boundTo: string | null): Caller {
  const name = `${person}/${scope}${boundTo === null ? "" : `@${boundTo}`}`;
  return { name, person, scope, boundTo, token: `token-of-${name.replaceAll(/[/@]/g, "-")}` };
}

async function letEverybodyIn({ pool }: FreshDatabase, callers: readonly Caller[]): Promise<void> {
  for (const [organisation, members] of Object.entries(MEMBERS)) {
    for (const [person, role] of Object.entries(members)) {
      await pool.query(
        `insert into membership (organisation_id, user_id, role) values ($1, $2, $3)
         on conflict (organisation_id, user_id) do update set role = excluded.role`,
        [organisation, person, role],
      );
    }
  }
  for (const { name, person, scope, boundTo, token } of callers) {
    await pool.query(
      `insert into api_token (id, account_id, user_id, name, token_hash, scope, organisation_id)
       values ($1, $2, $2, $3, $4, $5, $6) on conflict (token_hash) do update set revoked_at = null`,
      [randomUUID(), person, name, sha256(token), scope, boundTo],
    );
  }
}
