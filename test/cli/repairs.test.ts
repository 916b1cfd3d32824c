import { expect, test } from "@jest/globals";
import { bench, cli, said, useFreshTerminal } from "./a-terminal.ts";
import type { FakeAnswer, SeenRequest } from "./fake-service.ts";
import { RUN, RUN_ID, WORKSPACE } from "./sample-answers.ts";

useFreshTerminal();

const CLEAN = { site: "openstack", condition: "clean", reason: null, since: null, strays: [], next: "Nothing." };
const UNCLEAN = {
  ...CLEAN,
  site: "cloudstack",
  condition: "unclean",
  reason: "The apply was interrupted",
  since: "2026-11-21T12:00:00.000Z",
  inspectionProblem: null,
  strays: [
    {
      title: "Removes the stray volume ts-web-data from the cloud",
      reason: "It is a second one.",
      danger: "destroys-data",
    },
  ],
  next: "Repair plans anew: 1 removed from the cloud.",
};

function serviceWith(sites: readonly object[]) {
  return ({ path, method }: SeenRequest): FakeAnswer => {
    if (path === "/api/v1/workspaces") return { body: { items: [WORKSPACE] } };
    if (path.includes("status=planned")) return { body: { items: [RUN] } };
    if (path.includes("/repair")) {
      return method === "POST"
        ? { status: 202, body: { runs: [RUN] } }
        : { body: { workspaceId: WORKSPACE.id, workspaceName: "web", sites } };
    }
    return { body: path.endsWith("/apply") ? { ...RUN, status: "confirmed" } : RUN };
  };
}

test("says that a machine is clean and asks for nothing", async () => {
  const code = await cli(["repair", "web", "--apply"], serviceWith([CLEAN]));

  expect(code).toBe(0);
  expect(said.out.join("\n")).toContain("web is clean");
  expect(bench.service?.seen.every(({ method }) => method === "GET")).toBe(true);
});

test("shows what was found, what destroys data and what to do next, and changes nothing", async () => {
  const code = await cli(["repair", "web"], serviceWith([CLEAN, UNCLEAN]));

  expect(code).toBe(0);
  expect(said.out.join("\n")).toMatch(/cloudstack: not clean since .*interrupted.*ts-web-data.*DESTROYS DATA/s);
  expect(said.out.join("\n")).toContain("Next: npx twinstack repair web --apply");
  expect(bench.service?.seen.every(({ method }) => method === "GET")).toBe(true);
});

test("discards a waiting plan, starts the repair, and applies nothing without a yes", async () => {
  const code = await cli(["repair", "web", "--apply"], serviceWith([UNCLEAN]), "no");

  const asked = bench.service?.seen.map(({ method, path }) => `${method} ${path}`) ?? [];
  expect(code).toBe(4);
  expect(asked).toContain(`POST /api/v1/runs/${RUN_ID}/discard`);
  expect(asked).toContain(`POST /api/v1/workspaces/${WORKSPACE.id}/repair`);
  expect(asked.some((request) => request.endsWith("/apply"))).toBe(false);
});
