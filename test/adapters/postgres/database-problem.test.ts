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
])("code %s means %s", (code, problem) => {
  expect(databaseProblem(Object.assign(new Error("failed"), { code }))?.code).toBe(problem);
});

test("a mistake in a query is not an outage", () => {
  expect(databaseProblem(Object.assign(new Error("syntax error"), { code: "42601" }))).toBeNull();
  expect(databaseProblem(new AppError("not-found", "No."))).toBeNull();
  expect(databaseProblem("text")).toBeNull();
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
