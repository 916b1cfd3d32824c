import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { AuditIntents } from "../../src/account/index.ts";
import { makeAuditIntents, noteUnknownEnds } from "../../src/adapters/postgres/audit-intents.ts";
import type { AuditEntry as AuditLine, Organisation } from "../../src/contract/index.ts";
import { type AccountApp, type Caller, openAccountApp } from "../_helpers/account-app.ts";
import { IDS } from "../_helpers/samples.ts";

let app: AccountApp;
let ann: Caller;
let ben: Caller;
let admin: Caller;
/** How many of the next attempts to write an entry fail. */
let failures = 0;
/** Whether no intent can be written. */
let refuses = false;
let start: number;

function failing(real: AuditIntents): AuditIntents {
  return {
    begin: async (id, entry) => {
      if (refuses) throw new Error("connection lost");
      await real.begin(id, entry);
    },
    end: async (id, entry) => {
      if (failures > 0) {
        failures -= 1;
        throw new Error("the database is away");
      }
      await real.end(id, entry);
    },
  };
}

beforeAll(async () => {
  app = await openAccountApp({ auditIntents: failing });
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.database.pool.query("delete from account");
  ann = await app.person("ann");
  ben = await app.person("ben");
  admin = await app.person("root", { siteAdmin: true });
  const { rows } = await app.database.pool.query("select coalesce(max(sequence), 0)::int as last from audit_entry");
  start = rows[0].last;
});

interface Page {
  readonly items: readonly AuditLine[];
  readonly nextCursor: string | null;
}

/** What this test's own requests left, oldest first. */
async function entries(query = "scope=site", by = admin.token): Promise<readonly AuditLine[]> {
  const { status, body } = await app.call<Page>("GET", `/audit?${query}`, by);
  expect(status).toBe(200);
  return body.items.filter(({ sequence }) => sequence > start).reverse();
}

async function makeLab(): Promise<Organisation> {
  return (await app.call<Organisation>("POST", "/organisations", ann.token, { body: { handle: "lab" } })).body;
}

test("every unsafe request leaves an entry that says who, how, from where, what and how it ended", async () => {
  const lab = await makeLab();
  await app.call("DELETE", `/organisations/${lab.id}`, ben.token);
  await app.call("GET", "/organisations", ann.token);
  await app.call("POST", "/requirements/check", ann.token, { body: { name: "shop" } });

  expect(await entries()).toEqual([
    {
      sequence: expect.any(Number),
      at: expect.stringMatching(/Z$/),
      accountId: "ann",
      userId: "ann",
      userName: "Ann",
      via: "token",
      remoteAddress: "127.0.0.1",
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
      action: "createOrganisation",
      objectKind: "organisation",
      objectId: lab.id,
      objectName: "lab",
      outcome: "done",
      detail: { status: 201 },
    },
    expect.objectContaining({
      userId: "ben",
      action: "deleteOrganisation",
      objectKind: "organisation",
      outcome: "refused",
      detail: expect.objectContaining({ status: 404, problem: "not-found" }),
    }),
  ]);
});

test("what is done for an organisation is noted there, with the member it was done to", async () => {
  const lab = await makeLab();
  await app.database.pool.query(
    "insert into membership (organisation_id, user_id, role) values ($1, 'ben', 'viewer')",
    [lab.id],
  );

  await app.call("PATCH", `/organisations/${lab.id}/members/ben`, ann.token, { body: { role: "member" } });
  await app.call("DELETE", `/workspaces/${IDS.workspace}`, ann.token, { account: "lab" });

  expect((await entries()).slice(1)).toMatchObject([
    {
      accountId: lab.id,
      userId: "ann",
      action: "changeMemberRole",
      objectKind: "organisation",
      objectId: lab.id,
      detail: { userId: "ben", status: 204 },
    },
    { action: "removeWorkspace", objectKind: "workspace", objectId: IDS.workspace, outcome: "refused" },
  ]);
});

test("a request of nobody leaves no entry, so that strangers cannot fill the log", async () => {
  await app.call("DELETE", "/me/tokens", "unknown-token");

  expect(await entries()).toEqual([]);
});

test("people read their own account, owners their organisation's, and only administrators the site", async () => {
  const lab = await makeLab();
  await app.call("POST", "/organisations", ben.token, { body: { handle: "club" } });
  await app.database.pool.query(
    "insert into membership (organisation_id, user_id, role) values ($1, 'ben', 'member')",
    [lab.id],
  );
  await app.call("PATCH", `/organisations/${lab.id}`, ann.token, { body: { name: "The lab" } });

  const ofLab = await app.call<Page>("GET", "/audit", ann.token, { account: "lab" });
  const asMember = await app.call("GET", "/audit", ben.token, { account: "lab" });
  const asStranger = await app.call("GET", "/audit", admin.token, { account: "lab" });
  const wholeSite = await app.call("GET", "/audit?scope=site", ann.token);

  expect((await entries("", ann.token)).map(({ action }) => action)).toEqual(["createOrganisation"]);
  expect((await entries("", ben.token)).map(({ objectName }) => objectName)).toEqual(["club"]);
  expect(ofLab.body.items.map(({ action, objectName }) => [action, objectName])).toEqual([
    ["renameOrganisation", "lab"],
  ]);
  expect([asMember.status, asStranger.status, wholeSite.status]).toEqual([403, 404, 403]);
  expect((await entries()).map(({ accountId }) => accountId)).toEqual(["ann", "ben", lab.id]);
});

test("finds entries by person, action, object and time, page by page", async () => {
  const lab = await makeLab();
  for (const name of ["a", "b", "c"]) {
    await app.call("PATCH", `/organisations/${lab.id}`, ann.token, { body: { name } });
  }
  const all = await entries();

  const first = await app.call<Page>("GET", "/audit?scope=site&user=Ann&limit=3", admin.token);
  const second = await app.call<Page>(
    "GET",
    `/audit?scope=site&user=Ann&limit=3&cursor=${first.body.nextCursor}`,
    admin.token,
  );

  const seen = [...first.body.items, ...second.body.items].filter(({ sequence }) => sequence > start);
  expect(seen.map(({ sequence }) => sequence)).toEqual(all.map(({ sequence }) => sequence).reverse());
  expect(await entries("scope=site&action=renameOrganisation")).toHaveLength(3);
  expect(await entries(`scope=site&object=${lab.id}`)).toHaveLength(4);
  expect(await entries(`scope=site&from=${all[2]?.at}&until=${all[3]?.at}`)).toEqual([all[2]]);
  expect(await entries("scope=site&user=ben")).toEqual([]);
  expect((await app.call("GET", "/audit?cursor=nonsense", ann.token)).status).toBe(422);
});

test.each(["ndjson", "csv"])(
  "an export as %s of what cannot be looked for is answered as the list is, not cut off",
  async (format) => {
    const list = await app.call<{ code: string }>("GET", "/audit?user=%00", ann.token);
    const file = await app.call<{ code: string }>("GET", `/audit/export?user=%00&format=${format}`, ann.token);

    expect(list.status).toBeGreaterThanOrEqual(400);
    expect([file.status, file.body.code]).toEqual([list.status, list.body.code]);
  },
);

test("is exported whole as NDJSON and as CSV that runs no formula", async () => {
  await app.call("POST", "/me/tokens", ann.token, { body: { name: '=HYPERLINK("x")' } });
  await app.call("POST", "/me/tokens", ann.token, { body: { name: "plain, with comma" } });

  const ndjson = await app.call<string>("GET", "/audit/export", ann.token);
  const csv = await app.call<string>("GET", "/audit/export?format=csv", ann.token);
  const refused = await app.call("GET", "/audit/export?scope=site", ann.token);

  const lines = ndjson.body
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as AuditLine);
  const rows = csv.body.trimEnd().split("\r\n");
  expect(lines.slice(0, 2).map(({ objectName }) => objectName)).toEqual(["plain, with comma", '=HYPERLINK("x")']);
  expect(rows[0]).toMatch(/^sequence,at,accountId,/);
  expect(rows[1]).toContain('"plain, with comma"');
  expect(rows[2]).toContain(`"'=HYPERLINK(""x"")"`);
  expect(rows).toHaveLength(lines.length + 1);
  expect(refused.status).toBe(403);
});

test("an entry that could not be written at once is written later, and the answer is the same", async () => {
  failures = 2;

  const answer = await app.call("POST", "/organisations", ann.token, { body: { handle: "lab" } });

  expect(answer.status).toBe(201);
  while ((await entries()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await entries()).toMatchObject([{ action: "createOrganisation", outcome: "done" }]);
  expect(failures).toBe(0);
});

async function intents(): Promise<number> {
  const { rows } = await app.database.pool.query("select count(*)::int as n from audit_intent");
  return rows[0].n;
}

test("an act leaves its line and no intent, and a refusal before it neither more", async () => {
  await makeLab();
  await app.call("DELETE", "/organisations/none", ben.token);

  expect(await entries()).toHaveLength(2);
  expect(await intents()).toBe(0);
});

test("an act whose intent cannot be written does not happen", async () => {
  refuses = true;
  const answer = await app.call("POST", "/organisations", ann.token, { body: { handle: "lab" } });
  refuses = false;

  expect(answer.status).toBe(503);
  const { rows } = await app.database.pool.query("select 1 from account where handle = 'lab'");
  expect(rows).toEqual([]);
});

test("an act whose service died before it was noted gets one line, which says that its end is not known", async () => {
  failures = Number.POSITIVE_INFINITY;
  await makeLab();
  failures = 0;
  expect(await intents()).toBe(1);
  expect(await noteUnknownEnds(app.database.pool)).toBe(0);

  const [first, second] = await Promise.all([1, 2].map(() => noteUnknownEnds(app.database.pool, -1)));

  expect((first ?? 0) + (second ?? 0)).toBe(1);
  expect(await entries()).toMatchObject([
    { userId: "ann", action: "createOrganisation", outcome: "unknown", requestId: expect.any(String) },
  ]);
  expect(await intents()).toBe(0);
});

test("a line that was given up for unknown is not written a second time", async () => {
  const real = makeAuditIntents(app.database.pool);
  const line = {
    accountId: "ann",
    userId: "ann",
    userName: "Ann",
    via: "token",
    action: "late",
    object: null,
  } as const;
  const entry = {
    ...line,
    origin: { remoteAddress: null, requestId: null, userAgent: "" },
    outcome: "done",
    detail: {},
  } as const;
  const id = "6f0f2a40-2f5e-4a3e-9d0b-0d6f3a6f1a11";
  await real.begin(id, entry);
  await noteUnknownEnds(app.database.pool, -1);

  await real.end(id, entry);

  expect(await entries()).toMatchObject([{ action: "late", outcome: "unknown" }]);
});

test("holds none of the secrets that a request or its answer carries", async () => {
  const lab = await makeLab();
  const made = await app.call<{ token: string }>("POST", "/me/tokens", ann.token, { body: { name: "ci" } });
  const invited = await app.call<{ token: string }>("POST", `/organisations/${lab.id}/invitations`, ann.token, {
    body: {},
  });
  await app.call("POST", "/invitations/accept", ben.token, { body: { token: invited.body.token } });
  await app.call("POST", "/workspaces", ann.token, {
    body: { name: "web", access: { password: "canary-of-a-password" } },
  });

  const { rows } = await app.database.pool.query("select * from audit_entry");
  const text = JSON.stringify(rows);

  expect(await entries()).toHaveLength(5);
  for (const secret of [made.body.token, invited.body.token, ann.token, ben.token, "canary-of-a-password"]) {
    expect(text).not.toContain(secret);
  }
});
