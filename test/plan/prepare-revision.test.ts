import { expect, test } from "@jest/globals";
import { makeSecrets } from "../../src/adapters/secrets/secrets.ts";
import { parseYaml } from "../../src/adapters/text/parse-yaml.ts";
import { makeTextTools } from "../../src/adapters/text/text-tools.ts";
import { DeploymentPlan, Requirement } from "../../src/contract/index.ts";
import type { CloudOffer, StandingSite, Submission } from "../../src/plan/index.ts";
import { makePrepareRevision } from "../../src/plan/index.ts";
import { cloudstackOffer, openstackOffer } from "./_fakes/catalogs.ts";
import { memoryWorkspaces } from "./_fakes/memory-workspaces.ts";

const NOW = new Date("2026-11-21T12:00:00Z");

interface Surroundings {
  readonly clouds?: readonly CloudOffer[];
  readonly publicUrl?: string | null;
  readonly standing?: () => readonly StandingSite[];
}

function setUp(options: Surroundings = {}) {
  const workspaces = memoryWorkspaces();
  const prepare = makePrepareRevision({
    workspaces,
    clouds: { list: async () => options.clouds ?? [openstackOffer(), cloudstackOffer()] },
    standingSites: async () => options.standing?.() ?? [],
    secrets: makeSecrets(),
    text: makeTextTools(),
    parseYaml,
    publicUrl: options.publicUrl ?? null,
    clock: { now: () => NOW },
  });
  return { workspaces, ...prepare };
}

const submitted = (input: unknown, more: object = {}) => ({ ownerId: "ada", actor: "ada", input, ...more });

test("makes a workspace with a plan for both clouds and hands out the generated key once", async () => {
  const { submit } = setUp();
  const input = { name: "shop", profile: "small-web-server", placement: { standby: { mode: "running" } } };

  const first = await submit(submitted(input));
  const again = await submit(submitted(input));

  expect(first.outcome).toBe("created");
  expect(first.privateKey).toContain("BEGIN OPENSSH PRIVATE KEY");
  expect(Requirement.parse(first.revision.requirement)).toEqual(first.revision.requirement);
  expect(DeploymentPlan.parse(first.revision.deploymentPlan)).toEqual(first.revision.deploymentPlan);
  expect(first.revision.deploymentPlan.sites.map((site) => [site.cloud, site.role, site.machine])).toEqual([
    ["cloudstack", "primary", "running"],
    ["openstack", "standby", "running"],
  ]);
  expect(again.outcome).toBe("unchanged");
  expect(again.privateKey).toBeNull();
  expect(again.revision.number).toBe(1);
});

test("a new port is a new revision that keeps machine, image and first boot", async () => {
  const { submit, workspaces } = setUp({ publicUrl: "https://twin.example/" });
  const input = { name: "shop", profile: "small-web-server" };
  const first = await submit(submitted(input));
  const hashes = workspaces.tokenHashes.get(first.workspace.id);

  const second = await submit(
    submitted(
      { ...input, network: { openPorts: [{ port: 22 }, { port: 8080 }] } },
      { workspaceId: first.workspace.id, expectedRevision: 1 },
    ),
  );

  expect(second.outcome).toBe("changed");
  expect(second.revision.number).toBe(2);
  const [before, after] = [first, second].map(({ revision }) =>
    revision.deploymentPlan.sites.find((site) => site.role === "primary"),
  );
  expect(after?.userData).toEqual(before?.userData);
  expect(after?.firewallRules.map((rule) => rule.key)).toEqual(["tcp-22-from-0-0-0-0-0", "tcp-8080-from-0-0-0-0-0"]);
  expect(workspaces.tokenHashes.get(first.workspace.id)?.["cloudstack"]).toBe(hashes?.["cloudstack"]);
});

test("a machine made anew gets an unspent bootstrap token", async () => {
  const { submit, workspaces } = setUp({ publicUrl: "https://twin.example/" });
  const input = { name: "shop", profile: "small-web-server" };
  const first = await submit(submitted(input));
  const hashes = workspaces.tokenHashes.get(first.workspace.id);

  await submit(submitted({ ...input, software: { packages: ["nginx", "git"] } }, { workspaceId: first.workspace.id }));

  expect(hashes?.["cloudstack"]).toMatch(/^[0-9a-f]{64}$/);
  expect(workspaces.tokenHashes.get(first.workspace.id)?.["cloudstack"]).not.toBe(hashes?.["cloudstack"]);
});

test("refuses a taken name, an outdated revision, a rename and a stranger's workspace", async () => {
  const { submit } = setUp();
  const { workspace } = await submit(submitted({ name: "shop" }));
  const workspaceId = workspace.id;
  const other = { name: "shop", hardware: { vcpu: 2 } };

  await expect(submit(submitted(other))).rejects.toMatchObject({ code: "name-taken", facts: { workspaceId } });
  await expect(submit(submitted(other, { workspaceId, expectedRevision: 7 }))).rejects.toMatchObject({
    code: "revision-conflict",
    facts: { latestRevision: 1 },
  });
  await expect(submit(submitted({ name: "store" }, { workspaceId }))).rejects.toMatchObject({
    code: "validation-failed",
    facts: { issues: [{ pointer: "/name", code: "rename-refused" }] },
  });
  await expect(submit({ ...submitted(other, { workspaceId }), ownerId: "eve" })).rejects.toMatchObject({
    code: "not-found",
  });
});

test("tells apart what is invalid, what nothing offers and where no cloud is", async () => {
  const { submit } = setUp();
  const { submit: submitNowhere } = setUp({ clouds: [] });

  await expect(submit(submitted({ name: "Shop" }))).rejects.toMatchObject({
    code: "validation-failed",
    facts: { issues: [{ pointer: "/name" }] },
  });
  await expect(submit(submitted({ name: "shop", hardware: { vcpu: 64 } }))).rejects.toMatchObject({
    code: "nothing-fits",
    facts: { issues: [{ pointer: "/hardware/vcpu", code: "no-offering" }] },
  });
  await expect(submitNowhere(submitted({ name: "shop" }))).rejects.toMatchObject({ code: "no-cloud" });
});

test("a check stores nothing and says what would come of it", async () => {
  const { check, submit, workspaces } = setUp();

  const good = await check("ada", { name: "shop" });
  const bad = await check("ada", { name: "shop", hardware: { vcpu: 64 } });
  const worse = await check("ada", 7);

  expect(good).toMatchObject({ valid: true, issues: [], unchanged: false });
  expect(good.deploymentPlan?.sites).toHaveLength(1);
  expect(bad).toMatchObject({ valid: false, issues: [{ code: "no-offering" }], deploymentPlan: null });
  expect(worse).toMatchObject({ valid: false, requirement: null });
  expect(await workspaces.list("ada")).toEqual([]);
  await submit(submitted({ name: "shop" }));
  expect(await check("ada", { name: "shop" })).toMatchObject({ valid: true, unchanged: true });
});

test("a change keeps the password and the secret file that it does not name, and a check says the same", async () => {
  const { submit, check } = setUp({ publicUrl: "https://twin.example/" });
  const secret = { path: "/etc/token", secret: true };
  const access = { password: "correct horse battery" };
  const first = await submit(
    submitted({ name: "shop", access, software: { files: [{ ...secret, content: "hidden canary" }] } }),
  );
  const readBack = { name: "shop", software: { files: [secret] } };
  const more = { ...readBack, network: { openPorts: [{ port: 22 }, { port: 8080 }] } };

  const checked = await check("ada", readBack);
  const unchanged = await submit(submitted(readBack, { workspaceId: first.workspace.id }));
  const changed = await submit(submitted(more, { workspaceId: first.workspace.id, expectedRevision: 1 }));

  expect(checked).toMatchObject({ unchanged: true, issues: [] });
  expect(unchanged.outcome).toBe("unchanged");
  expect(changed.outcome).toBe("changed");
  expect(changed.revision.requirement.access).toEqual(first.revision.requirement.access);
  expect(changed.revision.requirement.software.files).toEqual(first.revision.requirement.software.files);
});

/** What stands is the first revision on both clouds, whatever was asked for since. */
function standsAs({ revision }: Submission): readonly StandingSite[] {
  const { requirement, deploymentPlan } = revision;
  return deploymentPlan.sites.map((plan) => ({
    ...{ site: plan.site, cloudId: plan.cloudId },
    applied: { requirement, plan },
  }));
}

test("a change that nobody applied is taken back without replacing what stands", async () => {
  let standing: readonly StandingSite[] = [];
  const { submit, restore, workspaces } = setUp({
    publicUrl: "https://twin.example/",
    standing: () => standing,
  });
  const placement = { standby: { mode: "running" } };
  const input = { name: "shop", profile: "small-web-server", software: { packages: ["nginx"] }, placement };
  const first = await submit(submitted(input));
  const { id } = first.workspace;
  const other = { ...input, software: { packages: ["nginx", "git"], os: { family: "debian", version: "12" } } };
  await submit(submitted({ ...other, hardware: { rootDiskGib: 40 } }, { workspaceId: id }));
  const hashes = workspaces.tokenHashes.get(id);
  standing = standsAs(first);

  const back = await restore({ ownerId: "ada", actor: "bob", workspaceId: id, number: 1 });
  const again = await submit(submitted(input, { workspaceId: id }));

  expect([back.outcome, back.revision.number, back.revision.createdBy]).toEqual(["changed", 3, "bob"]);
  expect(back.revision.requirement).toEqual(first.revision.requirement);
  const boots = (one: Submission) => one.revision.deploymentPlan.sites.map(({ userData }) => userData.content);
  expect(boots(back)).toEqual(boots(first));
  expect(workspaces.tokenHashes.get(id)).toEqual(hashes);
  expect(again.outcome).toBe("unchanged");
});

test("a disk that was grown by an applied change cannot be taken back to its old size", async () => {
  const { submit, restore } = setUp();
  const input = { name: "shop", profile: "small-web-server" };
  const { workspace } = await submit(submitted(input));
  await submit(submitted({ ...input, hardware: { rootDiskGib: 60 } }, { workspaceId: workspace.id }));

  const back = restore({ ownerId: "ada", actor: "ada", workspaceId: workspace.id, number: 1 });

  await expect(back).rejects.toMatchObject({ facts: { issues: [{ code: "disk-shrinks" }] } });
});

test("restoring what is there already stores nothing, and refuses what is not there or was not read", async () => {
  const { submit, restore } = setUp();
  const { workspace } = await submit(submitted({ name: "shop", profile: "small-web-server" }));
  const request = { ownerId: "ada", actor: "ada", workspaceId: workspace.id, number: 1 };

  expect((await restore(request)).outcome).toBe("unchanged");
  await expect(restore({ ...request, number: 2 })).rejects.toMatchObject({ code: "not-found" });
  await expect(restore({ ...request, ownerId: "eve" })).rejects.toMatchObject({ code: "not-found" });
  await expect(restore({ ...request, expectedRevision: 7 })).rejects.toMatchObject({ code: "revision-conflict" });
});
