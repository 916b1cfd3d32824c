import { expect, test } from "@jest/globals";
import { locateMachines, type RunFacts, summarizeWorkspace, type WorkspaceFacts } from "../../src/overview/index.ts";
import { AT, IDS, samplePlan } from "../_helpers/samples.ts";

const run: RunFacts = {
  id: IDS.run,
  site: "openstack",
  role: "primary",
  kind: "apply",
  status: "applied",
  revision: 2,
  cloudId: IDS.openstack,
  cloudName: "east",
  sandbox: true,
};

function facts(overrides: Partial<WorkspaceFacts> = {}): WorkspaceFacts {
  return {
    id: IDS.workspace,
    name: "web",
    ownerId: "ann",
    createdAt: new Date(AT),
    updatedAt: new Date(AT),
    revision: 3,
    plannedSites: samplePlan(3).sites,
    lastRuns: [],
    settledRuns: [],
    states: [],
    ...overrides,
  };
}

test("a workspace that was never applied has sites without state, run and revision", () => {
  const workspace = summarizeWorkspace(facts());

  expect(workspace).toMatchObject({ id: IDS.workspace, revision: 3, createdAt: AT });
  expect(
    workspace.sites.map(({ site, role, hasState, appliedRevision, lastRun }) => [
      site,
      role,
      hasState,
      appliedRevision,
      lastRun,
    ]),
  ).toEqual([
    ["openstack", "primary", false, null, null],
    ["cloudstack", "standby", false, null, null],
  ]);
});

test("a site shows the revision that was last applied and its latest run, which may be another", () => {
  const workspace = summarizeWorkspace(
    facts({
      lastRuns: [{ ...run, id: IDS.group, status: "errored", revision: 3 }],
      settledRuns: [run],
      states: [{ site: "openstack", hasObjects: true, instanceId: "i-1", instanceName: "web" }],
    }),
  );

  expect(workspace.sites[0]).toMatchObject({
    hasState: true,
    appliedRevision: 2,
    lastRun: { id: IDS.group, status: "errored" },
  });
});

test("after a destroy no revision is applied", () => {
  const workspace = summarizeWorkspace(facts({ settledRuns: [{ ...run, kind: "destroy" }] }));

  expect(workspace.sites[0]?.appliedRevision).toBeNull();
});

test("machines are looked for where the state says they are", () => {
  const places = locateMachines(
    facts({ states: [{ site: "openstack", hasObjects: true, instanceId: "i-1", instanceName: "web" }] }),
  );

  expect(
    places.map(({ site, instanceId, instanceName, cloudKind }) => [site, instanceId, instanceName, cloudKind]),
  ).toEqual([
    ["openstack", "i-1", "web", "openstack"],
    ["cloudstack", null, "web", "cloudstack"],
  ]);
});

test("a site that the requirement dropped stays in sight while Terraform knows objects there", () => {
  const [openstack] = samplePlan().sites;
  const left = facts({
    plannedSites: openstack ? [openstack] : [],
    lastRuns: [{ ...run, site: "cloudstack", role: "standby", cloudId: IDS.cloudstack, cloudName: null }],
    states: [{ site: "cloudstack", hasObjects: true, instanceId: "i-2", instanceName: "web-2" }],
  });

  const workspace = summarizeWorkspace(left);
  const places = locateMachines(left);

  expect(workspace.sites[1]).toMatchObject({
    site: "cloudstack",
    machine: "absent",
    hasState: true,
    cloudName: IDS.cloudstack,
  });
  expect(places[1]).toMatchObject({ site: "cloudstack", instanceId: "i-2", instanceName: "web-2", machine: "absent" });
});

test("a dropped site without objects is gone", () => {
  const left = facts({
    plannedSites: [],
    states: [{ site: "cloudstack", hasObjects: false, instanceId: null, instanceName: null }],
  });

  expect(summarizeWorkspace(left).sites).toEqual([]);
  expect(locateMachines(left)).toEqual([]);
});
