import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { runCli } from "../../src/cli/run-cli.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { type FakeAnswer, type FakeService, type SeenRequest, startFakeService } from "./fake-service.ts";

const RUN_ID = "11111111-1111-4111-8111-111111111111";
const WORKSPACE = {
  id: "22222222-2222-4222-8222-222222222222",
  name: "web",
  ownerId: "me",
  revision: 2,
  createdAt: "",
  updatedAt: "",
  sites: [],
};
const SUMMARY = {
  danger: "in-place",
  counts: { create: 1, update: 0, replace: 0, destroy: 0, forget: 0 },
  changes: [
    {
      address: "a.b",
      type: "a",
      name: "b",
      actions: ["create"],
      danger: "in-place",
      title: "makes the machine",
      reason: null,
      attributes: [],
    },
  ],
  rejected: [],
};
const RUN = {
  id: RUN_ID,
  workspaceId: WORKSPACE.id,
  workspaceName: "web",
  groupId: RUN_ID,
  site: "openstack",
  role: "primary",
  kind: "apply",
  revision: 2,
  status: "planned",
  queuePosition: null,
  summary: SUMMARY,
  failure: null,
};

let folder: string;
let service: FakeService | null = null;
const said = { out: [] as string[], err: [] as string[] };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinstack-cli-"));
  said.out.length = 0;
  said.err.length = 0;
  columns = undefined;
});
afterEach(async () => {
  await service?.close();
  service = null;
  await rm(folder, { recursive: true, force: true });
});

async function cli(
  args: readonly string[],
  answer: (request: SeenRequest) => FakeAnswer,
  typed?: string,
): Promise<number> {
  service = await startFakeService(answer);
  return runWith(
    args,
    { TWINSTACK_URL: service.url, TWINSTACK_TOKEN: "t0ken", TWINSTACK_CONFIG: join(folder, "none.json") },
    typed,
  );
}

let columns: number | undefined;

function runWith(args: readonly string[], environment: Record<string, string>, typed?: string): Promise<number> {
  const terminal: Terminal = {
    columns,
    out: (text) => void said.out.push(text),
    err: (text) => void said.err.push(text),
    interactive: typed !== undefined,
    ask: async () => typed ?? "",
  };
  return runCli(args, { terminal, environment, checkout: folder });
}

async function requirementFile(text = "name: web\n"): Promise<string> {
  const path = join(folder, "web.yaml");
  await writeFile(path, text);
  return path;
}

test("says how to start the service when it does not answer, and leaves with 3", async () => {
  const code = await runWith(["list"], {
    TWINSTACK_URL: "http://127.0.0.1:9",
    TWINSTACK_CONFIG: join(folder, "none.json"),
  });

  expect(code).toBe(3);
  expect(said.err.join("\n")).toContain("What to do: Start it with `npm start`");
});

test("sends the token and the file as it lies on disk", async () => {
  const path = await requirementFile("name: web\n# a comment\n");

  const code = await cli(["validate", path], () => ({
    body: { valid: true, issues: [], requirement: { name: "web" }, deploymentPlan: null, unchanged: false },
  }));

  expect(code).toBe(0);
  expect(service?.seen[0]).toMatchObject({
    method: "POST",
    path: "/api/v1/requirements/check",
    body: "name: web\n# a comment\n",
  });
  expect(service?.seen[0]?.headers).toMatchObject({
    authorization: "Bearer t0ken",
    "content-type": "application/yaml",
  });
});

test("prints every issue with pointer and remedy and leaves with 2", async () => {
  const issues = [
    { pointer: "/hardware/vcpu", code: "too-big", message: "65 is more than 64", remedy: "Ask for at most 64." },
    { pointer: "", code: "unknown-field", message: "there is no field foo", remedy: "Remove it." },
  ];

  const code = await cli(["validate", await requirementFile()], () => ({
    body: { valid: false, issues, requirement: null, deploymentPlan: null, unchanged: false },
  }));

  expect(code).toBe(2);
  expect(said.err.join("\n")).toContain("/hardware/vcpu: 65 is more than 64\n    Ask for at most 64.");
  expect(said.err.join("\n")).toContain("/: there is no field foo");
});

test("submits to the existing workspace of that name and says unchanged", async () => {
  const code = await cli(["submit", await requirementFile()], ({ path }) => {
    if (path.endsWith("/check"))
      return { body: { valid: true, issues: [], requirement: { name: "web" }, deploymentPlan: null, unchanged: true } };
    if (path === "/api/v1/workspaces") return { body: { items: [WORKSPACE] } };
    return { body: { outcome: "unchanged", workspace: WORKSPACE, revision: 2, privateKey: null, warnings: [] } };
  });

  expect(code).toBe(0);
  expect(service?.seen.at(-1)?.path).toBe(`/api/v1/workspaces/${WORKSPACE.id}/revisions`);
  expect(said.out.join("\n")).toContain("web is unchanged (revision 2)");
});

test("shows a generated private key once, on standard output", async () => {
  const code = await cli(["submit", "--new", await requirementFile()], () => ({
    status: 201,
    body: { outcome: "created", workspace: WORKSPACE, revision: 1, privateKey: "PRIVATE", warnings: ["small disk"] },
  }));

  expect(code).toBe(0);
  expect(said.out).toContain("PRIVATE");
  expect(said.err).toContain("warning: small disk");
});

test("discards earlier waiting plans before it plans again and describes the new ones", async () => {
  const code = await cli(["plan", "web"], ({ path, method }) => {
    if (path === "/api/v1/workspaces") return { body: { items: [WORKSPACE] } };
    if (path.includes("status=planned")) return { body: { items: [RUN] } };
    if (method === "POST" && path.endsWith("/runs")) return { status: 202, body: { runs: [RUN] } };
    return { body: RUN };
  });

  expect(code).toBe(0);
  expect(service?.seen.map(({ method, path }) => `${method} ${path}`)).toContain(`POST /api/v1/runs/${RUN_ID}/discard`);
  expect(said.out.join("\n")).toContain(
    "openstack (main): 1 to make\n  Without interruption:\n    - makes the machine",
  );
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
  expect(service?.seen.some(({ path }) => path.endsWith("/apply"))).toBe(false);
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
    if (method === "POST") {
      applied = true;
      return { body: RUN };
    }
    return { body: applied ? { ...RUN, status: "errored", failure } : RUN };
  });

  expect(code).toBe(1);
  expect(service?.seen.find(({ path }) => path.endsWith("/apply"))?.body).toBe('{"confirmName":"web"}');
  expect(said.out.join("\n")).toContain("the cloud went away");
});

test("refuses to apply without a yes when nobody can be asked", async () => {
  const code = await cli(["apply", "web"], ({ path }) =>
    path === "/api/v1/workspaces" ? { body: { items: [WORKSPACE] } } : { body: { items: [RUN] } },
  );

  expect(code).toBe(4);
  expect(said.err.join("\n")).toContain("--yes");
});

test("lists machines with marks for sandbox and stale and says why they are stale", async () => {
  const machine = {
    workspaceName: "web",
    role: "primary",
    cloudName: "box",
    sandbox: true,
    powerState: "running",
    vcpu: 2,
    memoryMib: 4096,
    diskGib: 20,
    privateAddresses: ["10.0.0.5"],
    publicAddress: null,
    instanceId: "abc",
    stale: true,
    staleReason: "box does not answer",
  };

  const code = await cli(["list"], () => ({ body: { items: [machine] } }));

  expect(code).toBe(0);
  expect(said.out.join("\n")).toMatch(
    /web +main +box \(sandbox\) +running \(stale\) +2 vCPU 4 GiB +20 GiB +10\.0\.0\.5 +- +abc/,
  );
  expect(said.err).toContain("stale: box does not answer");
});

test("follows a log and resumes after the last event it saw", async () => {
  let connections = 0;
  const event = (sequence: number, text: string): string =>
    `id: ${sequence}\ndata: ${JSON.stringify({ at: "2026-01-01T10:00:00Z", phase: "plan", kind: "log", text })}\n\n`;
  const code = await cli(["logs", "-f", RUN_ID], () => {
    connections += 1;
    const text = connections === 1 ? event(1, "one\u001b[31m") : `${event(2, "two")}event: end\ndata: \n\n`;
    return { raw: { contentType: "text/event-stream", text } };
  });

  expect(code).toBe(0);
  expect(said.out).toEqual(["10:00:00 plan: one", "10:00:00 plan: two"]);
  expect(service?.seen.map(({ headers }) => headers["last-event-id"])).toEqual(["0", "1"]);
});

test("exports into a new folder, keeps state private and refuses a full one", async () => {
  const answer = ({ path }: SeenRequest): FakeAnswer =>
    path === "/api/v1/workspaces"
      ? { body: { items: [WORKSPACE] } }
      : {
          body: {
            workspaceName: "web",
            revision: 2,
            files: { "README.md": "hi", "openstack/terraform.tfstate": "{}" },
          },
        };
  const target = join(folder, "out");

  const first = await cli(["export", "web", "--with-state", "-o", target], answer);
  const again = await runWith(["export", "web", "-o", target], {
    TWINSTACK_URL: service?.url ?? "",
    TWINSTACK_CONFIG: join(folder, "none.json"),
  });

  expect(first).toBe(0);
  expect(await readdir(target)).toEqual(["README.md", "openstack"]);
  expect(await readFile(join(target, "README.md"), "utf8")).toBe("hi");
  expect((await stat(join(target, "openstack/terraform.tfstate"))).mode & 0o777).toBe(0o600);
  expect(again).toBe(2);
});

test("never writes outside the export folder", async () => {
  const code = await cli(["export", "web", "-o", join(folder, "out")], ({ path }) =>
    path === "/api/v1/workspaces"
      ? { body: { items: [WORKSPACE] } }
      : { body: { workspaceName: "web", revision: 2, files: { "../../evil": "x" } } },
  );

  expect(code).toBe(1);
  expect(await readdir(folder)).not.toContain("evil");
});

test("takes the local service's token for the local service only", async () => {
  service = await startFakeService(() => ({ body: { items: [] } }));
  await (await import("node:fs/promises")).mkdir(join(folder, ".twinstack"));
  await writeFile(join(folder, ".twinstack", "url"), `${service.url}\n`);
  await writeFile(join(folder, ".twinstack", "token"), "local-token\n");
  const none = join(folder, "none.json");

  await runWith(["list"], { TWINSTACK_CONFIG: none });
  await runWith(["list"], { TWINSTACK_CONFIG: none, TWINSTACK_URL: service.url.replace("127.0.0.1", "localhost") });

  expect(service.seen.map(({ headers }) => headers.authorization)).toEqual(["Bearer local-token", undefined]);
});

test("prints problems as JSON on standard error with --json", async () => {
  const problem = {
    type: "/problems/not-authenticated",
    title: "You are not signed in",
    status: 401,
    detail: "",
    code: "not-authenticated",
    remedy: "Set TWINSTACK_TOKEN.",
  };

  const code = await cli(["--json", "list"], () => ({ status: 401, body: problem }));

  expect(code).toBe(4);
  expect(JSON.parse(said.err[0] ?? "")).toMatchObject({ code: "not-authenticated", remedy: "Set TWINSTACK_TOKEN." });
});

test("says when the address is not a TwinStack service", async () => {
  const code = await cli(["list"], () => ({ raw: { contentType: "text/html", text: "<html>" } }));

  expect(code).toBe(3);
  expect(said.err.join("\n")).toContain("Is this the address of a TwinStack service?");
});

test("leaves with 2 on a wrong command line", async () => {
  expect(await runWith(["frobnicate"], {})).toBe(2);
  expect(await runWith(["--help"], {})).toBe(0);
});

/** A service with one machine whose runs are as given and are applied when they are asked to be. */
function machineWith(run: object): (request: SeenRequest) => FakeAnswer {
  let applied = false;
  return ({ path, method }) => {
    if (path === "/api/v1/workspaces") return { body: { items: [WORKSPACE] } };
    if (path.includes("status=planned")) return { body: { items: [] } };
    if (method === "POST" && path.endsWith("/runs")) return { status: 202, body: { runs: [run] } };
    if (method === "POST") applied = true;
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
  expect(service?.seen.some(({ path }) => path.endsWith("/apply"))).toBe(false);
});

test("does not even plan when another machine's name is confirmed", async () => {
  const code = await cli(["destroy", "web", "--confirm", "wep"], machineWith({ ...RUN, kind: "destroy" }));

  expect(code).toBe(4);
  expect(said.err.join("\n")).toContain("“wep” is not the name of this machine");
  expect(service?.seen.filter(({ method }) => method === "POST")).toEqual([]);
});

test("tells the lines of two sites' logs apart and keeps --json one document", async () => {
  const event = { at: "2026-01-01T10:00:00Z", phase: "plan", kind: "log", text: "hello" };
  const answer = ({ path }: SeenRequest): FakeAnswer => {
    if (path === "/api/v1/workspaces") return { body: { items: [WORKSPACE] } };
    if (path.endsWith("/events")) return { body: { items: [event] } };
    return { body: { items: [RUN, { ...RUN, id: WORKSPACE.id, site: "cloudstack" }] } };
  };

  await cli(["logs", "web"], answer);
  const lines = [...said.out];
  await service?.close();
  said.out.length = 0;
  await cli(["logs", "web", "--json"], answer);

  expect(lines).toEqual(["10:00:00 openstack  plan: hello", "10:00:00 cloudstack plan: hello"]);
  expect(said.out.map((text) => JSON.parse(text).items.length)).toEqual([2]);
});

test("shows a block of lines per machine where the table is wider than the window", async () => {
  columns = 60;
  const cloud = { name: "box", kind: "openstack", sandbox: true, location: "here", status: "ready" };

  await cli(["clouds"], () => ({
    body: { items: [{ ...cloud, catalogAt: "2026-11-21T13:14:24.969Z", endpoint: `https://${"x".repeat(50)}` }] },
  }));

  expect(said.out[0]?.split("\n").slice(0, 2)).toEqual(["CLOUD     box", "KIND      openstack (sandbox)"]);
  expect(said.out[0]).toContain("CATALOG   2026-11-21 13:14 UTC");
});

test("says in an empty list what to do first", async () => {
  await cli(["runs"], () => ({ body: { items: [] } }));

  expect(said.out).toEqual(["No run yet. Start one: npx twinstack plan NAME"]);
});

test.each([
  ["a program", "web.yaml", "\u007fELF\0", /web\.yaml is not a text file/],
  ["broken JSON", "web.json", '{"name": "web", }', /web\.json is not valid JSON/],
])("refuses %s before anything is sent", async (_what, name, text, words) => {
  const path = join(folder, name);
  await writeFile(path, text);

  const code = await cli(["validate", path], () => ({}));

  expect(code).toBe(2);
  expect(said.err.join("\n")).toMatch(words);
  expect(service?.seen).toEqual([]);
});

test("names the file that the service could not read", async () => {
  const problem = {
    type: "/problems/malformed-body",
    title: "The body could not be read",
    status: 400,
    detail: "Line 3, column 1: There is a tab before the text; indent with spaces only.",
    code: "malformed-body",
    remedy: "",
    instance: "/x",
    requestId: "r",
  };

  const code = await cli(["validate", await requirementFile()], () => ({ status: 400, body: problem }));

  expect(code).toBe(2);
  expect(said.err[0]).toMatch(/web\.yaml could not be read\. Line 3, column 1: There is a tab/);
});

test("shows what was asked for, what each site got and why, and that it is a sandbox", async () => {
  const revision = {
    requirement: {
      hardware: { vcpu: 1, memoryGib: 2, rootDiskGib: 10, volumes: [] },
      software: { os: { family: "debian", version: "12" } },
      placement: { standby: { mode: "off" } },
      network: { openPorts: [{ protocol: "tcp", fromPort: 22, toPort: 22, source: "0.0.0.0/0", description: "" }] },
      access: { loginName: "owner" },
    },
    deploymentPlan: {
      sites: [
        {
          cloud: "openstack",
          sandbox: true,
          flavor: { name: "m1.tiny" },
          image: { name: "Debian 12" },
          rootDiskGib: 10,
          volumes: [],
        },
      ],
      explanations: [{ site: "openstack", subject: "size", text: "It is the smallest." }],
      warnings: [],
    },
  };
  const site = {
    site: "openstack",
    role: "primary",
    cloudName: "box",
    sandbox: true,
    appliedRevision: 1,
    lastRun: null,
  };

  await cli(["show", "web"], ({ path }) => {
    if (path === "/api/v1/workspaces") return { body: { items: [{ ...WORKSPACE, sites: [site] }] } };
    return { body: path.includes("/revisions/") ? revision : { items: [] } };
  });

  expect(said.out.at(-1)?.split("\n")).toEqual([
    "sandbox: these clouds are a try-out, no real machine is made",
    "asked for:  1 vCPU, 2 GiB memory, 10 GiB disk, debian 12, standby off",
    "open ports: tcp 22 from everywhere",
    "main on box (sandbox): revision 1 applied, no run yet",
    "  size m1.tiny, image Debian 12, 10 GiB root disk",
    "  - It is the smallest.",
  ]);
});
