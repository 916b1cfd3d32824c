import { expect, test } from "@jest/globals";
import { bench, cli, said, useFreshTerminal } from "./a-terminal.ts";
import type { FakeAnswer, SeenRequest } from "./fake-service.ts";
import { WORKSPACE } from "./sample-answers.ts";

useFreshTerminal();

const ACTION = {
  ...{ id: "5f3a9a52-7d22-4a4b-8f3b-2f64a6a2b001", workspaceId: WORKSPACE.id, workspaceName: "web" },
  ...{ site: "openstack", role: "primary", cloudId: "c", instanceId: "i", action: "stop", hard: false },
  ...{ status: "waiting", detail: null, problem: null, mayCancel: true, createdBy: "ann" },
  ...{ createdAt: "2026-11-21T12:00:00.000Z", sentAt: null, finishedAt: null },
};
const site = { cloudId: "c", sandbox: true, hasState: true, appliedRevision: 1, lastRun: null };
const SITES = [
  { ...site, site: "openstack", role: "primary", cloudName: "East", machine: "running" },
  { ...site, site: "cloudstack", role: "standby", cloudName: "West", machine: "stopped" },
];
const DONE = { ...ACTION, status: "done", mayCancel: false, finishedAt: "2026-11-21T12:01:00.000Z" };

function serviceWith(end: object = DONE) {
  return ({ path, method }: SeenRequest): FakeAnswer => {
    if (path === "/api/v1/workspaces") return { body: { items: [{ ...WORKSPACE, sites: SITES }] } };
    if (path.endsWith("/cancel")) return { body: { ...ACTION, status: "canceled" } };
    if (method === "POST") return { status: 202, body: ACTION };
    if (path.endsWith("/power-actions")) return { body: { items: [ACTION, DONE], nextCursor: null } };
    return { body: end };
  };
}

const sent = () => bench.service?.seen.filter(({ method }) => method === "POST") ?? [];

test("stops the main machine after saying what that means, and waits until it is done", async () => {
  const code = await cli(["machine", "stop", "web"], serviceWith(), "y");

  expect(code).toBe(0);
  expect(said.err.join("\n")).toContain("what it serves is away until it is started again");
  expect(sent().map(({ path }) => path)).toEqual([`/api/v1/workspaces/${WORKSPACE.id}/sites/openstack/power`]);
  expect(JSON.parse(sent()[0]?.body ?? "")).toEqual({ action: "stop", hard: false, accepted: true });
  expect(said.out.join("\n")).toContain("web/openstack: stop: done");
});

test("does nothing without a yes", async () => {
  const code = await cli(["machine", "stop", "web"], serviceWith(), "no");

  expect(code).toBe(4);
  expect(sent()).toEqual([]);
});

test("reboots the standby hard, by role or by cloud, when --yes says so", async () => {
  const code = await cli(["machine", "reboot", "web", "--site", "standby", "--hard", "--yes"], serviceWith());

  expect(code).toBe(0);
  expect(sent()[0]?.path).toContain("/sites/cloudstack/power");
  expect(JSON.parse(sent()[0]?.body ?? "")).toMatchObject({ action: "reboot", hard: true });
});

test("says which sites there are when another one is named", async () => {
  const code = await cli(["machine", "start", "web", "--site", "moon"], serviceWith());

  expect(code).toBe(2);
  expect(said.err.join("\n")).toContain("main (openstack), standby (cloudstack)");
});

test("leaves with a failure and the cloud's reason when it went wrong", async () => {
  const wrong = { ...DONE, status: "failed", problem: "cloud-refused", detail: "No host has room." };

  const code = await cli(["machine", "start", "web"], serviceWith(wrong));

  expect(code).toBe(1);
  expect(said.err.join("\n")).toContain("No host has room.");
});

test("lists what was asked for, and takes back what no cloud was told", async () => {
  const listed = await cli(["machine", "actions", "web"], serviceWith());
  const canceled = await cli(["machine", "cancel", "web"], serviceWith());

  expect([listed, canceled]).toEqual([0, 0]);
  expect(said.out.join("\n")).toMatch(/stop: waiting.*stop: done.*stop: canceled/s);
});

test("tells what happened to a machine, one kind alone, and refuses an unknown kind", async () => {
  const event = {
    ...{ id: "run/1", at: "2026-11-21T12:00:00.000Z", kind: "run", what: "run-errored", text: "The run failed" },
    ...{ outcome: "failed", detail: "The quota is used up", site: "openstack", runId: null, powerActionId: null },
    ...{ revision: 1, byId: "ann", byName: "Ann" },
  };
  const service = ({ path }: SeenRequest): FakeAnswer =>
    path === "/api/v1/workspaces" ? { body: { items: [WORKSPACE] } } : { body: { items: [event], nextCursor: null } };

  const code = await cli(["events", "web", "--kind", "run"], service);
  const asked = bench.service?.seen.at(-1)?.path;
  const refused = await cli(["events", "web", "--kind", "gossip"], service);

  expect([code, refused]).toEqual([0, 2]);
  expect(asked).toContain("/events?limit=50&kind=run");
  expect(said.out.join("\n")).toMatch(/openstack.*The run failed: The quota is used up.*Ann/s);
});
