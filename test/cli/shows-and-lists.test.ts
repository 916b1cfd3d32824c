import { expect, test } from "@jest/globals";
import { bench, cli, said, useFreshTerminal } from "./a-terminal.ts";
import { WORKSPACE } from "./sample-answers.ts";

useFreshTerminal();

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

test("shows a block of lines per machine where the table is wider than the window", async () => {
  bench.columns = 60;
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
          site: "openstack",
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
