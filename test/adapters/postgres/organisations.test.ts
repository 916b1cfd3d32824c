import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { makeOrganisations, type Organisations, type Principal } from "../../../src/account/index.ts";
import { makeOrganisationStore } from "../../../src/adapters/postgres/organisation-store.ts";
import type { Organisation } from "../../../src/contract/index.ts";
import { addPerson, addWorkspace } from "../../_helpers/account-world.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";

let database: FreshDatabase;
let organisations: Organisations;
let ann: Principal;
let ben: Principal;
let lab: Organisation;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query("delete from workspace");
  await database.pool.query("delete from account");
  organisations = makeOrganisations({
    store: makeOrganisationStore(database.pool),
    clock: { now: () => new Date("2026-11-21T12:00:00Z") },
    newId: randomUUID,
  });
  ann = await addPerson(database.pool, "ann");
  ben = await addPerson(database.pool, "ben");
  lab = await organisations.create(ann, { handle: "lab", name: "The lab" });
});

async function join(person: Principal, role: string): Promise<void> {
  await database.pool.query("insert into membership (organisation_id, user_id, role) values ($1, $2, $3)", [
    lab.id,
    person.userId,
    role,
  ]);
}

test("whoever makes an organisation owns it, and nobody else sees it", async () => {
  expect(lab).toEqual({
    id: expect.any(String),
    handle: "lab",
    name: "The lab",
    role: "owner",
    createdAt: "2026-11-21T12:00:00.000Z",
  });
  expect(await organisations.list(ann)).toEqual([lab]);
  expect(await organisations.list(ben)).toEqual([]);
  await expect(organisations.find(ben, lab.id)).rejects.toMatchObject({ code: "not-found" });
  await expect(organisations.members(ben, lab.id)).rejects.toMatchObject({ code: "not-found" });
});

test("a handle is one person's or one organisation's", async () => {
  await expect(organisations.create(ben, { handle: "lab" })).rejects.toMatchObject({ code: "name-taken" });
  await expect(organisations.create(ben, { handle: "ann" })).rejects.toMatchObject({ code: "name-taken" });
  await expect(organisations.rename(ann, lab.id, { handle: "ben" })).rejects.toMatchObject({ code: "name-taken" });
});

test("only an owner renames, changes roles and removes; a stranger is told there is no such organisation", async () => {
  const cleo = await addPerson(database.pool, "cleo");
  await join(ben, "member");

  for (const [person, code] of [
    [ben, "not-allowed"],
    [cleo, "not-found"],
  ] as const) {
    await expect(organisations.rename(person, lab.id, { name: "Mine" })).rejects.toMatchObject({ code });
    await expect(organisations.changeRole(person, lab.id, "ben", "owner")).rejects.toMatchObject({ code });
    await expect(organisations.removeMember(person, lab.id, "ann")).rejects.toMatchObject({ code });
    await expect(organisations.remove(person, lab.id)).rejects.toMatchObject({ code });
  }

  expect((await organisations.find(ann, lab.id)).name).toBe("The lab");
});

test("a token of an owner that may only change does not manage", async () => {
  const withToken = { ...ann, scope: "change" as const };

  await expect(organisations.rename(withToken, lab.id, { name: "Other" })).rejects.toMatchObject({
    code: "not-allowed",
  });
  await expect(organisations.create(withToken, { handle: "more" })).rejects.toMatchObject({ code: "not-allowed" });
  expect((await organisations.find(withToken, lab.id)).handle).toBe("lab");
});

test("the last owner can neither leave, nor be removed, nor step down", async () => {
  await join(ben, "member");

  await expect(organisations.leave(ann, lab.id)).rejects.toMatchObject({ code: "last-owner" });
  await expect(organisations.removeMember(ann, lab.id, "ann")).rejects.toMatchObject({ code: "last-owner" });
  await expect(organisations.changeRole(ann, lab.id, "ann", "member")).rejects.toMatchObject({ code: "last-owner" });
  await organisations.changeRole(ann, lab.id, "ben", "owner");
  await organisations.leave(ann, lab.id);

  expect((await organisations.members(ben, lab.id)).map(({ userId, role }) => [userId, role])).toEqual([
    ["ben", "owner"],
  ]);
});

test("of two owners who leave at once, one stays", async () => {
  await join(ben, "owner");

  const ends = await Promise.allSettled([organisations.leave(ann, lab.id), organisations.leave(ben, lab.id)]);

  expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const { rows } = await database.pool.query("select 1 from membership where organisation_id = $1", [lab.id]);
  expect(rows).toHaveLength(1);
});

test("a member who is taken out loses the links they made, and others keep theirs", async () => {
  await join(ben, "owner");
  for (const [hash, author] of [
    ["by-ben", "ben"],
    ["by-ann", "ann"],
  ]) {
    await database.pool.query(
      `insert into access_link (id, kind, token_hash, organisation_id, role, created_by, created_at, expires_at)
       values ($1, 'invitation', $2, $3, 'owner', $4, now(), now() + interval '1 day')`,
      [randomUUID(), hash, lab.id, author],
    );
  }

  await organisations.removeMember(ann, lab.id, "ben");

  const { rows } = await database.pool.query("select token_hash from access_link");
  expect(rows).toEqual([{ token_hash: "by-ann" }]);
});

test("an organisation that owns something is not deleted, and says what", async () => {
  await addWorkspace(database.pool, lab.id, "web");

  await expect(organisations.remove(ann, lab.id)).rejects.toMatchObject({
    code: "organisation-not-empty",
    facts: { owned: ["workspace web"] },
  });
  await database.pool.query("delete from workspace");
  await organisations.remove(ann, lab.id);

  expect(await organisations.list(ann)).toEqual([]);
});
