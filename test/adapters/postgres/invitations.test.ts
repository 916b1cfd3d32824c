import { createHash, randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import {
  type Invitations,
  makeConsumeInvitation,
  makeInvitations,
  makeOrganisations,
  type Principal,
} from "../../../src/account/index.ts";
import { makeInvitationStore } from "../../../src/adapters/postgres/invitation-store.ts";
import { makeOrganisationStore } from "../../../src/adapters/postgres/organisation-store.ts";
import type { Organisation } from "../../../src/contract/index.ts";
import { addPerson } from "../../_helpers/account-world.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";

const MEMBER = { role: "member", expiresInDays: 7 } as const;
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

let database: FreshDatabase;
let invitations: Invitations;
let letters: { to: string; subject: string; text: string }[];
let now: Date;
let ann: Principal;
let ben: Principal;
let lab: Organisation;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query("delete from account");
  await database.pool.query("delete from access_link");
  letters = [];
  now = new Date("2026-11-21T12:00:00Z");
  const clock = { now: () => now };
  const store = makeInvitationStore(database.pool);
  const organisations = makeOrganisationStore(database.pool);
  invitations = makeInvitations({
    store,
    organisations,
    consume: makeConsumeInvitation({ store, clock }),
    send: async (letter) => {
      letters.push(letter);
      return true;
    },
    clock,
    newId: randomUUID,
    newToken: () => randomBytes(32).toString("base64url"),
    sha256,
    publicUrl: () => "https://twin.example",
  });
  ann = await addPerson(database.pool, "ann", { siteAdmin: true });
  ben = await addPerson(database.pool, "ben");
  lab = await makeOrganisations({ store: organisations, clock, newId: randomUUID }).create(ann, { handle: "lab" });
});

async function members(): Promise<readonly unknown[]> {
  return (await database.pool.query("select user_id, role from membership order by user_id")).rows;
}

test("a link lets one person in with its role, and then nobody", async () => {
  const cleo = await addPerson(database.pool, "cleo");
  const { token, link, mailed, invitation } = await invitations.create(ann, lab.id, { ...MEMBER, role: "viewer" });

  const joined = await invitations.accept(ben, token);

  expect(link).toBe(`https://twin.example/invitation#token=${token}`);
  expect([mailed, letters]).toEqual([false, []]);
  expect(invitation).toMatchObject({ organisationName: "lab", role: "viewer", expiresAt: "2026-11-28T12:00:00.000Z" });
  expect(joined).toMatchObject({ handle: "lab", role: "viewer" });
  await expect(invitations.accept(cleo, token)).rejects.toMatchObject({ code: "link-not-valid" });
  expect(await members()).toEqual([
    { user_id: "ann", role: "owner" },
    { user_id: "ben", role: "viewer" },
  ]);
});

test("of two people who follow one link at once, one gets in", async () => {
  const cleo = await addPerson(database.pool, "cleo");
  const { token } = await invitations.create(ann, lab.id, MEMBER);

  const ends = await Promise.allSettled([invitations.accept(ben, token), invitations.accept(cleo, token)]);

  expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await members()).toHaveLength(2);
});

test("only the link's hash is stored, and the list does not show the link", async () => {
  const { token } = await invitations.create(ann, lab.id, MEMBER);

  const stored = await database.pool.query("select * from access_link");
  const listed = await invitations.list(ann, lab.id);

  expect(JSON.stringify([stored.rows, listed])).not.toContain(token);
  expect(listed).toHaveLength(1);
});

test("an invitation is mailed to the address it names", async () => {
  const { link, mailed } = await invitations.create(ann, lab.id, { ...MEMBER, email: "ben@example.org" });

  expect(mailed).toBe(true);
  expect(letters).toEqual([
    { to: "ben@example.org", subject: "Ann invites you to lab", text: expect.stringContaining(link) },
  ]);
});

test("a link ends with its time and when it is withdrawn", async () => {
  const old = await invitations.create(ann, lab.id, { ...MEMBER, expiresInDays: 1 });
  const withdrawn = await invitations.create(ann, lab.id, MEMBER);
  await invitations.withdraw(ann, lab.id, withdrawn.invitation.id);
  now = new Date(now.getTime() + 86_400_000);

  for (const { token } of [old, withdrawn]) {
    await expect(invitations.accept(ben, token)).rejects.toMatchObject({ code: "link-not-valid" });
  }

  expect(await invitations.list(ann, lab.id)).toEqual([]);
  await expect(invitations.withdraw(ann, lab.id, withdrawn.invitation.id)).rejects.toMatchObject({
    code: "not-found",
  });
});

test("a member who follows a link keeps their role, and the link stays for somebody else", async () => {
  const { token } = await invitations.create(ann, lab.id, MEMBER);

  await expect(invitations.accept(ann, token)).rejects.toMatchObject({ code: "already-member" });
  await invitations.accept(ben, token);

  expect(await members()).toHaveLength(2);
});

test("only owners invite into an organisation, and only administrators onto the site", async () => {
  await expect(invitations.create(ben, lab.id, MEMBER)).rejects.toMatchObject({ code: "not-found" });
  await expect(invitations.create(ben, null, MEMBER)).rejects.toMatchObject({ code: "not-allowed" });
  await expect(invitations.list(ben, null)).rejects.toMatchObject({ code: "not-allowed" });

  const { invitation, token } = await invitations.create(ann, null, MEMBER);

  expect(invitation).toMatchObject({ organisationId: null, role: null });
  await expect(invitations.withdraw(ann, lab.id, invitation.id)).rejects.toMatchObject({ code: "not-found" });
  await expect(invitations.accept(ben, token)).rejects.toMatchObject({ code: "already-member" });
});
