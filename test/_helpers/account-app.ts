import { randomUUID } from "node:crypto";
import type { InjectOptions } from "fastify";
import { organisationServices } from "../../server/composition/organisation-services.ts";
import { makeOrganisationStores } from "../../server/composition/organisation-stores.ts";
import type { AuditIntents, NoteAudit, Principal } from "../../src/account/ports.ts";
import { makeAccessStore } from "../../src/adapters/postgres/access-store.ts";
import { makeAccountStore } from "../../src/adapters/postgres/account-store.ts";
import { makeAuditIntents } from "../../src/adapters/postgres/audit-intents.ts";
import { makeNoteAudit } from "../../src/adapters/postgres/note-audit.ts";
import { makeSecrets } from "../../src/adapters/secrets/secrets.ts";
import { addPerson } from "./account-world.ts";
import { type FreshDatabase, freshDatabase } from "./database.ts";
import { buildScriptedApp } from "./scripted-app.ts";
import { scriptServices } from "./scripted-services.ts";

const secrets = makeSecrets();

/** The real app on a real database, with everything about accounts; the rest of the core is scripted. */
export interface AccountApp {
  readonly database: FreshDatabase;
  /** Moves the clock of the use cases; tokens and sessions of the database keep their own. */
  now: Date;
  /** A new person, and an API token of theirs. */
  person(handle: string, overrides?: Partial<Principal>): Promise<Caller>;
  /** Calls the API with a token; `account` is whom to act for. */
  call<T = unknown>(method: InjectOptions["method"], path: string, by: string, rest?: CallOptions): Promise<Answer<T>>;
  close(): Promise<void>;
}

export interface CallOptions {
  readonly body?: object;
  readonly account?: string;
}

export interface Caller {
  readonly id: string;
  readonly token: string;
}

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

export interface AccountAppOptions {
  /** Lets a test stand between the app and its audit log. */
  readonly noteAudit?: (real: NoteAudit) => NoteAudit;
  readonly auditIntents?: (real: AuditIntents) => AuditIntents;
}

export async function openAccountApp(options: AccountAppOptions = {}): Promise<AccountApp> {
  const database = await freshDatabase();
  const { pool } = database;
  const world = { now: new Date() };
  const accounts = makeAccountStore(pool);
  const stores = {
    ...makeOrganisationStores(pool),
    noteAudit: options.noteAudit?.(makeNoteAudit(pool)) ?? makeNoteAudit(pool),
    auditIntents: options.auditIntents?.(makeAuditIntents(pool)) ?? makeAuditIntents(pool),
  };
  const app = await buildScriptedApp({
    ...scriptServices().services,
    accounts: { authenticate: (token) => accounts.findByTokenHash(secrets.sha256(token)) },
    access: makeAccessStore(pool),
    ...organisationServices({
      stores,
      clock: { now: () => world.now },
      secrets,
      publicUrl: () => "https://twin.example",
      provePassword: () => Promise.reject(new Error("not in this app")),
      send: async () => false,
    }),
  });
  return Object.assign(world, {
    database,
    async person(handle: string, overrides: Partial<Principal> = {}) {
      const { userId } = await addPerson(pool, handle, overrides);
      const token = `first-token-of-${handle}`;
      await accounts.ensureToken({
        id: randomUUID(),
        accountId: userId,
        name: "first",
        tokenHash: secrets.sha256(token),
      });
      return { id: userId, token };
    },
    async call<T>(method: InjectOptions["method"], path: string, by: string, { body, account }: CallOptions = {}) {
      const headers = { authorization: `Bearer ${by}`, ...(account !== undefined && { "twinstack-account": account }) };
      const request: InjectOptions = { url: `/api/v1${path}`, headers, ...(body !== undefined && { payload: body }) };
      const response = await app.inject({ ...request, ...(method !== undefined && { method }) });
      const text = response.body;
      if (text !== "" && !/^application\/(problem\+)?json/.test(String(response.headers["content-type"])))
        return { status: response.statusCode, body: text as T };
      return { status: response.statusCode, body: (text === "" ? null : JSON.parse(text)) as T };
    },
    async close() {
      await app.close();
      await database.close();
    },
  });
}
