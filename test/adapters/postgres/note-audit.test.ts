import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { AuditEntry } from "../../../src/account/ports.ts";
import { makeNoteAudit } from "../../../src/adapters/postgres/note-audit.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const ENTRY: AuditEntry = {
  accountId: "ann",
  userId: "ann",
  userName: "Ann",
  via: "session",
  origin: { remoteAddress: "192.0.2.7", requestId: "r-1", userAgent: "a browser" },
  action: "session.login",
  object: { kind: "session", id: "s-1", name: null },
  outcome: "done",
  detail: { secondFactor: true },
};

test("notes who did what, from where, to which object", async () => {
  await makeNoteAudit(database.pool)(ENTRY);

  const { rows } = await database.pool.query("select * from audit_entry");

  expect(rows).toEqual([
    {
      sequence: "1",
      at: expect.any(Date),
      account_id: "ann",
      user_id: "ann",
      user_name: "Ann",
      via: "session",
      remote_address: "192.0.2.7",
      request_id: "r-1",
      action: "session.login",
      object_kind: "session",
      object_id: "s-1",
      object_name: null,
      outcome: "done",
      detail: { secondFactor: true },
    },
  ]);
});

test("lets nobody change or remove a line", async () => {
  const { pool } = database;

  await expect(pool.query("update audit_entry set user_name = 'nobody'")).rejects.toThrow(/append-only/);
  await expect(pool.query("delete from audit_entry")).rejects.toThrow(/append-only/);
  await expect(pool.query("truncate audit_entry")).rejects.toThrow(/append-only/);
});
