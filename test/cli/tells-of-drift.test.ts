import { expect, test } from "@jest/globals";
import type { DriftReport, SiteDrift } from "../../src/contract/index.ts";
import { bench, cli, said, useFreshTerminal } from "./a-terminal.ts";
import type { FakeAnswer, SeenRequest } from "./fake-service.ts";
import { RUN_ID, WORKSPACE } from "./sample-answers.ts";

useFreshTerminal();

const IN_STEP: SiteDrift = {
  ...{ workspaceId: WORKSPACE.id, workspaceName: "web", site: "openstack", cloudId: RUN_ID, status: "in-step" },
  ...{ checkedAt: "2026-11-22T06:00:00.000Z", since: null, asked: false, problem: null, findings: [] },
};
const DRIFTED: SiteDrift = {
  ...{ ...IN_STEP, site: "cloudstack", status: "drifted" },
  findings: [
    {
      ...{ kind: "changed", address: "cloudstack_firewall.it", type: "cloudstack_firewall", objectId: "1" },
      ...{ title: "Somebody changed the firewall rules", class: "safe-to-correct", reason: "Nothing stops." },
      ...{ seenBy: "plan", attributes: [{ path: "rule", recorded: "tcp 443", observed: null }] },
    },
  ],
};

function serviceWith(sites: readonly SiteDrift[]) {
  let asked = sites.length > 0;
  return ({ path, method }: SeenRequest): FakeAnswer => {
    if (path === "/api/v1/workspaces") return { body: { items: [WORKSPACE] } };
    if (path === "/api/v1/drift") return { body: { items: [sites[0]], nextCursor: "more" } };
    if (path === "/api/v1/drift?cursor=more") return { body: { items: sites.slice(1), nextCursor: null } };
    const report = (waiting: boolean): DriftReport => ({
      ...{ workspaceId: WORKSPACE.id, workspaceName: "web", history: [] },
      sites: sites.map((site) => ({ ...site, asked: waiting })),
    });
    if (method === "POST") return { status: 202, body: report(asked) };
    asked = false;
    return { body: report(false) };
  };
}

test("shows what is different attribute by attribute, with its class and its reason", async () => {
  const code = await cli(["drift", "show", "web"], serviceWith([IN_STEP, DRIFTED]));

  expect(code).toBe(0);
  expect(said.out.join("\n")).toMatch(
    /openstack: as it was applied \(2026-11-22 06:00 UTC\)\ncloudstack: not as it was applied .*\n {2}- Somebody changed the firewall rules \[safe-to-correct\]\. Nothing stops\.\n {6}rule: tcp 443 -> \(not told\)/,
  );
  expect(bench.service?.seen.every(({ method }) => method === "GET")).toBe(true);
});

test("without a name every machine has its line, over all pages", async () => {
  const code = await cli(["drift"], serviceWith([IN_STEP, DRIFTED]));

  expect(code).toBe(0);
  expect(said.out.join("\n").split("\n")).toHaveLength(3);
  expect(said.out.join("\n")).toMatch(/web +cloudstack +not as it was applied +1 +2026-11-22 06:00 UTC/);
});

test("a check is asked for once and waited for", async () => {
  const code = await cli(["drift", "check", "web"], serviceWith([IN_STEP]));

  const posts = bench.service?.seen.filter(({ method }) => method === "POST").map(({ path }) => path);
  expect(code).toBe(0);
  expect(posts).toEqual([`/api/v1/workspaces/${WORKSPACE.id}/drift/check`]);
  expect(said.out.join("\n")).toContain("openstack: as it was applied");
});

test("says so when there is nothing to compare", async () => {
  const code = await cli(["drift", "show", "web"], serviceWith([]));

  expect(code).toBe(0);
  expect(said.out.join("\n")).toContain("web has nothing that could be compared now");
});
