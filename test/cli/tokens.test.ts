import { expect, test } from "@jest/globals";
import { bench, cli, said, useFreshTerminal } from "./a-terminal.ts";

useFreshTerminal();

const TOKEN = {
  id: "6a1c1c0e-7c2e-4f5c-9a52-4d6c58e3c001",
  name: "ci",
  scope: "change",
  organisationId: "lab-id",
  createdAt: "2026-11-21T12:00:00.000Z",
  expiresAt: "2027-02-19T12:00:00.000Z",
  lastUsedAt: null,
};

test("prints a new token alone, once, and says beside it what it may", async () => {
  await cli(["token", "create", "ci", "--org", "lab", "--days", "30"], () => ({
    body: { apiToken: TOKEN, token: "tst_secret" },
  }));

  expect(JSON.parse(bench.service?.seen[0]?.body ?? "")).toEqual({
    name: "ci",
    scope: "change",
    expiresInDays: 30,
    organisationId: "lab",
  });
  expect(said.out).toEqual(["tst_secret"]);
  expect(said.err).toEqual(["The token may change until 2027-02-19 12:00 UTC and is not shown again."]);
});

test("lists tokens with the handle of the organisation they act for", async () => {
  await cli(["token"], ({ path }) => ({
    body: { items: path.endsWith("/organisations") ? [{ id: "lab-id", handle: "lab" }] : [TOKEN] },
  }));

  expect(said.out[0]).toMatch(/ci +change +lab +never +2027-02-19 12:00 UTC +6a1c/);
});

test("revokes by name, and asks for the id when two have that name", async () => {
  await cli(["token", "revoke", "ci"], () => ({ body: { items: [TOKEN] } }));
  const last = bench.service?.seen.at(-1);
  await bench.service?.close();
  const code = await cli(["token", "revoke", "ci"], () => ({ body: { items: [TOKEN, { ...TOKEN, id: "other" }] } }));

  expect(last).toMatchObject({ method: "DELETE", path: `/api/v1/me/tokens/${TOKEN.id}` });
  expect(code).toBe(4);
  expect(said.err[0]).toBe('2 of your tokens are "ci"');
});

test("revokes all only when told so", async () => {
  expect(await cli(["token", "revoke"], () => ({ body: {} }))).toBe(2);
  await bench.service?.close();

  await cli(["token", "revoke", "--all"], () => ({ body: { revoked: 3 } }));

  expect(bench.service?.seen).toMatchObject([{ method: "DELETE", path: "/api/v1/me/tokens" }]);
  expect(said.out.at(-1)).toBe("3 tokens are revoked, the one in use included");
});
