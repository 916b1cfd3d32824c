import { expect, test } from "@jest/globals";
import { bench, cli, said, useFreshTerminal } from "./a-terminal.ts";
import type { FakeAnswer, SeenRequest } from "./fake-service.ts";

useFreshTerminal();

const LAB = { id: "lab-id", handle: "lab", name: "The lab", role: "owner", createdAt: "2026-11-21T12:00:00.000Z" };
const BEN = {
  userId: "ben-id",
  handle: "ben",
  name: "Ben",
  role: "viewer",
  suspended: true,
  since: "2026-11-21T12:00:00.000Z",
};

function answer({ method, path }: SeenRequest): FakeAnswer {
  if (method === "GET") return { body: { items: path.endsWith("/members") ? [BEN] : [LAB] } };
  return { body: LAB };
}

test("sends the account to act for with every request, and none when nobody asked for one", async () => {
  await cli(["org", "members", "lab", "--account", "lab"], answer);
  const asked = bench.service?.seen.map(({ headers }) => headers["twinstack-account"]);
  await bench.service?.close();
  await cli(["org"], answer);

  expect(asked).toEqual(["lab", "lab"]);
  expect(bench.service?.seen.map(({ headers }) => headers["twinstack-account"])).toEqual([undefined]);
});

test("finds organisation and member by their handles before it changes a role", async () => {
  const code = await cli(["org", "role", "lab", "ben", "owner"], answer);

  expect(code).toBe(0);
  expect(bench.service?.seen.at(-1)).toMatchObject({
    method: "PATCH",
    path: "/api/v1/organisations/lab-id/members/ben-id",
    body: '{"role":"owner"}',
  });
  expect(said.out).toEqual(["ben has the role owner in lab"]);
});

test("names what there is when it knows no such organisation or member", async () => {
  expect(await cli(["org", "delete", "club"], answer)).toBe(4);
  expect(await cli(["org", "remove", "lab", "cleo"], answer)).toBe(4);

  expect(said.err).toEqual([
    'You belong to no organisation "club"',
    "What to do: Yours: lab",
    'lab has no member "cleo"',
    "What to do: It has: ben",
  ]);
});

test("prints an invitation's link alone, so that it can be piped, and says beside it how long it works", async () => {
  const link = "https://twin.example/invitation#token=abc";
  await cli(["org", "invite", "lab", "--role", "viewer", "--days", "2"], (request) =>
    request.method === "GET"
      ? answer(request)
      : { body: { link, mailed: false, invitation: { expiresAt: "2026-11-23T12:00:00.000Z" } } },
  );

  expect(JSON.parse(bench.service?.seen.at(-1)?.body ?? "")).toEqual({ role: "viewer", expiresInDays: 2 });
  expect(said.out).toEqual([link]);
  expect(said.err).toEqual(["The link works once, until 2026-11-23 12:00 UTC, and is not shown again."]);
});

test.each([
  ["the whole link", "https://twin.example/invitation#token=s3cret-part"],
  ["its secret part", "s3cret-part"],
])("accepts an invitation by %s", async (_name, given) => {
  await cli(["org", "accept", given], answer);

  expect(bench.service?.seen.at(-1)?.body).toBe('{"token":"s3cret-part"}');
  expect(said.out).toEqual(["You have the role owner in lab"]);
});
