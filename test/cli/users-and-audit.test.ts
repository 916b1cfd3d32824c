import { expect, test } from "@jest/globals";
import { bench, cli, said, useFreshTerminal } from "./a-terminal.ts";

useFreshTerminal();

const BEN = { id: "ben-id", handle: "ben", name: "Ben", siteAdmin: false, suspended: true, organisations: ["lab"] };
const LINK = { url: "https://twin.example/reset-password#token=abc", expiresAt: "2026-11-22T12:00:00.000Z" };

test("makes an account and prints the link alone through which its person chooses a password", async () => {
  await cli(["user", "create", "ben", "--email", "ben@example.org"], ({ path }) => ({
    body: path.endsWith("/password-reset") ? LINK : BEN,
  }));

  expect(bench.service?.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "POST /api/v1/users",
    "POST /api/v1/users/ben-id/password-reset",
  ]);
  expect(said.out).toEqual([LINK.url]);
  expect(said.err[0]).toContain("It works once, until 2026-11-22 12:00 UTC.");
});

test.each([
  [["user", "suspend", "ben"], "POST /api/v1/users/ben-id/suspend"],
  [["user", "unsuspend", "ben"], "POST /api/v1/users/ben-id/unsuspend"],
  [["user", "admin", "ben"], "PUT /api/v1/users/ben-id/site-admin"],
  [["user", "admin", "ben", "--remove"], "DELETE /api/v1/users/ben-id/site-admin"],
  [["user", "reset-link", "ben"], "POST /api/v1/users/ben-id/password-reset"],
  [["user", "reset-second-factor", "ben"], "DELETE /api/v1/users/ben-id/second-factor"],
])("%j finds the person and then asks for %s", async (args, asked) => {
  const code = await cli(args, ({ method, path }) => {
    if (method === "GET") return { body: { items: [BEN], nextCursor: null } };
    return { body: path.endsWith("/password-reset") ? LINK : BEN };
  });

  expect(code).toBe(0);
  expect(bench.service?.seen.at(-1)).toMatchObject({ method: asked.split(" ")[0], path: asked.split(" ")[1] });
});

test("shows the latest of the audit log, with the filters that were named", async () => {
  const entry = {
    at: "2026-11-21T12:00:00.000Z",
    userName: "Ann",
    via: "token",
    remoteAddress: "192.0.2.7",
    action: "removeWorkspace",
    objectKind: "workspace",
    objectId: "w-1",
    objectName: null,
    outcome: "done",
  };

  await cli(["audit", "--site", "--user", "Ann", "--from", "2026-11-21"], () => ({ body: { items: [entry] } }));

  expect(bench.service?.seen[0]?.path).toBe("/api/v1/audit?user=Ann&from=2026-11-21T00%3A00%3A00Z&scope=site&limit=50");
  expect(said.out[0]).toMatch(/12:00 UTC +Ann \(token\) +192\.0\.2\.7 +removeWorkspace +workspace w-1 +done/);
});

test("prints the whole log line by line", async () => {
  await cli(["audit", "--export", "csv"], () => ({ raw: { contentType: "text/csv", text: 'a,b\r\n1,"é"\r\n' } }));

  expect(bench.service?.seen[0]?.path).toBe("/api/v1/audit/export?format=csv");
  expect(said.out).toEqual(["a,b", '1,"é"']);
});
