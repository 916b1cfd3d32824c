import { expect, test } from "@jest/globals";
import { databaseProblem } from "../../../src/adapters/postgres/database-problem.ts";
import { makePool } from "../../../src/adapters/postgres/pool.ts";
import { AppError } from "../../../src/kernel/app-error.ts";

test.each([
  ["57P01", "database-unavailable"],
  ["57P03", "database-unavailable"],
  ["08006", "database-unavailable"],
  ["53300", "database-unavailable"],
  ["ECONNREFUSED", "database-unavailable"],
  ["53100", "disk-full"],
  ["ENOSPC", "disk-full"],
  ["22021", "malformed-body"],
  ["22003", "malformed-body"],
  ["40P01", "overloaded"],
])("code %s means %s", (code, problem) => {
  expect(databaseProblem(Object.assign(new Error("failed"), { code }))?.code).toBe(problem);
});

test("a mistake in a query is not an outage", () => {
  expect(databaseProblem(Object.assign(new Error("syntax error"), { code: "42601" }))).toBeNull();
  expect(databaseProblem(new AppError("not-found", "No."))).toBeNull();
  expect(databaseProblem("text")).toBeNull();
});

test("what is removed, or goes to another account, while a request is under way is not found; other broken rules are ours", () => {
  const missing = { code: "23503", detail: 'Key (workspace_id)=(1) is not present in table "workspace".' };
  const refused = Object.assign(new Error('new row violates row-level security policy for table "run"'), {
    code: "42501",
  });
  const held = { code: "23503", detail: 'Key (id)=(1) is still referenced from table "run".' };

  expect(databaseProblem(Object.assign(new Error("broken"), missing))?.code).toBe("not-found");
  expect(databaseProblem(refused)?.code).toBe("not-found");
  expect(databaseProblem(Object.assign(new Error("broken"), held))).toBeNull();
  expect(databaseProblem(Object.assign(new Error("permission denied"), { code: "42501" }))).toBeNull();
});

test("a server that does not answer is an outage", async () => {
  const pool = makePool("postgres://nobody:secret@127.0.0.1:9/none");
  try {
    const error: unknown = await pool.query("select 1").catch((failure: unknown) => failure);

    expect(databaseProblem(error)?.code).toBe("database-unavailable");
  } finally {
    await pool.end();
  }
});
