import { expect, test } from "@jest/globals";
import { bench, cli, said, useFreshTerminal } from "./a-terminal.ts";
import { WORKSPACE } from "./sample-answers.ts";

useFreshTerminal();

const LOCK = {
  ...{ lockId: "l-1", lockedAt: "2026-11-21T13:14:24.969Z", runId: null, person: "Ben", who: "ben@desk" },
  operation: "OperationTypeApply",
};
const HISTORY = {
  site: "openstack",
  versions: [
    { serial: 4, createdAt: "2026-11-21T13:14:24.969Z", origin: "desk", runId: null, person: "Ben", sizeBytes: 7000 },
    { serial: 3, createdAt: "2026-11-21T13:00:24.969Z", origin: "run", runId: "r-1", person: null, sizeBytes: 6900 },
  ],
  more: false,
  lock: LOCK,
  waitingPlan: { runId: "r-2", basedOn: 3, stale: true },
};

function answers(body: unknown) {
  return ({ path }: { readonly path: string }) =>
    path === "/api/v1/workspaces" ? { body: { items: [WORKSPACE] } } : { body };
}

test("lists versions with who wrote them, who holds the lock and which plan is stale", async () => {
  const code = await cli(["state", "list", "web", "openstack"], answers(HISTORY));

  const text = said.out.join("\n");
  expect(code).toBe(0);
  expect(text).toMatch(/4 +2026-11-21 13:14 UTC +Ben \(desk\) +7000/);
  expect(text).toMatch(/3 +2026-11-21 13:00 UTC +run r-1 +6900/);
  expect(text).toContain("locked by Ben at ben@desk since 2026-11-21 13:14 UTC");
  expect(text).toContain("run r-2 was made on serial 3 and is stale");
});

test("shows differences and hides what is hidden", async () => {
  const attributes = [
    { name: "size", before: "1", after: "2", hidden: false },
    { name: "admin_pass", before: null, after: null, hidden: true },
  ];
  const objects = [{ address: "t.web", change: "changed", attributes }];

  await cli(["state", "diff", "web", "openstack"], answers({ from: 3, to: 4, objects, outputs: [] }));

  expect(said.out).toEqual([
    "openstack: serial 3 → 4",
    "changed  t.web",
    "           size: 1 → 2",
    "           admin_pass: (hidden)",
  ]);
});

test("asks before it rolls back, and does nothing without a yes", async () => {
  const sent: string[] = [];
  const service = (request: { readonly method: string; readonly path: string }) => {
    sent.push(`${request.method} ${request.path.split("/").at(-1)}`);
    return answers({ version: { serial: 5 }, restored: 3, warning: "Plan now." })(request);
  };

  const refused = await cli(["state", "rollback", "web", "openstack", "3"], service, "n");
  await bench.service?.close();
  const done = await cli(["state", "rollback", "web", "openstack", "3"], service, "y");

  expect([refused, done]).toEqual([4, 0]);
  expect(sent.filter((line) => line.startsWith("POST"))).toEqual(["POST rollback"]);
  expect(said.out).toEqual(["serial 5 has the content of 3. Plan now."]);
});

test("shows the holder before it takes the lock away", async () => {
  const code = await cli(["state", "unlock", "web", "openstack"], answers({ ...HISTORY, warning: "Plan." }), "y");

  expect(code).toBe(0);
  expect(said.out.at(-1)).toBe("The lock is gone. Plan.");
});

test("knows two sites and says so", async () => {
  expect(await cli(["state", "list", "web", "moon"], answers(HISTORY))).toBe(2);
  expect(said.err.join("\n")).toContain("openstack or cloudstack");
});
