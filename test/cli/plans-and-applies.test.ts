import { expect, test } from "@jest/globals";
import { samplePreview } from "../_helpers/scripted-samples.ts";
import { bench, cli, said, useFreshTerminal } from "./a-terminal.ts";
import type { FakeAnswer, SeenRequest } from "./fake-service.ts";
import { RUN, RUN_ID, SUMMARY, WORKSPACE } from "./sample-answers.ts";

useFreshTerminal();

test("discards earlier waiting plans before it plans again and describes the new ones", async () => {
  const code = await cli(["plan", "web"], ({ path, method }) => {
    if (path === "/api/v1/workspaces") return { body: { items: [WORKSPACE] } };
    if (path.includes("status=planned")) return { body: { items: [RUN] } };
    if (method === "POST" && path.endsWith("/runs")) return { status: 202, body: { runs: [RUN] } };
    return { body: path.endsWith("/revisions/2/preview") ? samplePreview() : RUN };
  });

  expect(code).toBe(0);
  expect(bench.service?.seen.map(({ method, path }) => `${method} ${path}`)).toContain(
    `POST /api/v1/runs/${RUN_ID}/discard`,
  );
  expect(said.out.join("\n")).toContain(
    "openstack (main): 1 to make\n  Without interruption:\n    - makes the machine",
  );
  expect(said.out[0]).toContain("- 2 more GiB of memory (2 → 4): the machine restarts, about a minute");
});

test("asks for the name before it destroys data and applies nothing on another answer", async () => {
  const losing = { ...RUN, kind: "destroy", summary: { ...SUMMARY, danger: "destroys-data" } };
  const answer = ({ path, method }: SeenRequest): FakeAnswer => {
    if (path === "/api/v1/workspaces") return { body: { items: [WORKSPACE] } };
    if (path.includes("status=planned")) return { body: { items: [] } };
    if (method === "POST" && path.endsWith("/runs")) return { status: 202, body: { runs: [losing] } };
    return { body: losing };
  };

  const code = await cli(["destroy", "web"], answer, "wep");

  expect(code).toBe(4);
  expect(bench.service?.seen.some(({ path }) => path.endsWith("/apply"))).toBe(false);
});

test("passes the confirmed name on and reports a failed run with 1", async () => {
  let applied = false;
  const failure = {
    code: "cloud-unreachable",
    phase: "apply",
    summary: "the cloud went away",
    detail: "",
    remedy: "Try again.",
    diagnostics: [],
  };
  const code = await cli(["apply", "web", "--confirm", "web"], ({ path, method }) => {
    if (path === "/api/v1/workspaces") return { body: { items: [WORKSPACE] } };
    if (path.includes("status=planned")) return { body: { items: [RUN] } };
    if (path.endsWith("/preview")) return { body: samplePreview() };
    if (method === "POST") {
      applied = true;
      return { body: RUN };
    }
    return { body: applied ? { ...RUN, status: "errored", failure } : RUN };
  });

  expect(code).toBe(1);
  expect(bench.service?.seen.find(({ path }) => path.endsWith("/apply"))?.body).toBe('{"confirmName":"web"}');
  expect(said.out.join("\n")).toContain("the cloud went away");
});

test("refuses to apply without a yes when nobody can be asked", async () => {
  const code = await cli(["apply", "web"], ({ path }) => {
    if (path.endsWith("/preview")) return { body: samplePreview() };
    return path === "/api/v1/workspaces" ? { body: { items: [WORKSPACE] } } : { body: { items: [RUN] } };
  });

  expect(code).toBe(4);
  expect(said.err.join("\n")).toContain("--yes");
});

/** A service with one machine whose runs are as given and are applied when they are asked to be. */
function machineWith(run: object, preview = samplePreview()): (request: SeenRequest) => FakeAnswer {
  let applied = false;
  return ({ path, method }) => {
    if (path === "/api/v1/workspaces") return { body: { items: [WORKSPACE] } };
    if (path.includes("status=planned")) return { body: { items: [] } };
    if (method === "POST" && path.endsWith("/runs")) return { status: 202, body: { runs: [run] } };
    if (method === "POST") applied = true;
    if (path.endsWith("/preview")) return { body: preview };
    return { body: applied ? { ...run, status: "applied" } : run };
  };
}

test("prints one JSON document for a plan that is made and applied in one go", async () => {
  const code = await cli(["--json", "apply", "web", "--yes"], machineWith(RUN));

  expect(code).toBe(0);
  expect(said.out.map((text) => JSON.parse(text).runs[0].status)).toEqual(["applied"]);
});

test("asks for the name before it takes away even what holds no data", async () => {
  const code = await cli(["destroy", "web"], machineWith({ ...RUN, kind: "destroy" }), "yes");

  expect(code).toBe(4);
  expect(bench.service?.seen.some(({ path }) => path.endsWith("/apply"))).toBe(false);
});

test("does not even plan when another machine's name is confirmed", async () => {
  const code = await cli(["destroy", "web", "--confirm", "wep"], machineWith({ ...RUN, kind: "destroy" }));

  expect(code).toBe(4);
  expect(said.err.join("\n")).toContain("“wep” is not the name of this machine");
  expect(bench.service?.seen.filter(({ method }) => method === "POST")).toEqual([]);
});

const LOSING = { ...SUMMARY, danger: "destroys-data" };

test("asks for the name exactly where what serves loses data: a standby's copy goes with a yes", async () => {
  const standby = { ...RUN, site: "cloudstack", role: "standby", summary: LOSING };

  const ofStandby = await cli(["apply", "web"], machineWith(standby), "yes");
  const askedForStandby = bench.service?.seen.some(({ path }) => path.endsWith("/apply"));
  const ofMain = await cli(["apply", "web"], machineWith({ ...RUN, summary: LOSING }), "yes");

  expect([ofStandby, askedForStandby]).toEqual([0, true]);
  expect([ofMain, bench.service?.seen.some(({ path }) => path.endsWith("/apply"))]).toEqual([4, false]);
});

test("asks for the name of a standby that was main until this change", async () => {
  const [site] = samplePreview().sites;
  if (site === undefined) throw new TypeError("the sample has a site");
  const preview = { ...samplePreview(), sites: [{ ...site, role: "standby" as const, typedName: true }] };
  const former = { ...RUN, role: "standby", summary: LOSING };

  expect(await cli(["apply", "web"], machineWith(former, preview), "yes")).toBe(4);
  expect(await cli(["apply", "web"], machineWith(former, preview), "web")).toBe(0);
});

test("applies the standby's plan alone when told so, and leaves main's waiting", async () => {
  const standby = { ...RUN, id: RUN_ID.replaceAll("1", "3"), site: "cloudstack", role: "standby" };

  const code = await cli(["apply", "web", "--only", "standby", "--yes"], ({ path, method }) => {
    if (path === "/api/v1/workspaces") return { body: { items: [WORKSPACE] } };
    if (path.includes("status=planned")) return { body: { items: [RUN, standby] } };
    if (path.endsWith("/preview")) return { body: samplePreview() };
    if (method === "POST") return { body: standby };
    return { body: { ...standby, status: "applied" } };
  });

  expect(code).toBe(0);
  expect(bench.service?.seen.filter(({ method }) => method === "POST").map(({ path }) => path)).toEqual([
    `/api/v1/runs/${standby.id}/apply`,
  ]);
});
