import { expect, test } from "@jest/globals";
import type { CloudObject } from "../../src/cloud/index.ts";
import type { SitePlan } from "../../src/contract/index.ts";
import { makeSiteCare, type RepairStore, type SiteCondition } from "../../src/repair/index.ts";
import type { SiteCarePorts } from "../../src/repair/site-care.ts";
import type { UnderClaim } from "../../src/run/ports.ts";
import { sampleRun } from "../_helpers/run-records.ts";
import { samplePlan } from "../_helpers/samples.ts";

const NETWORK: CloudObject = {
  kind: "network",
  id: "net-1",
  name: "web",
  condition: "ready",
  cloudStatus: "ACTIVE",
  facts: {},
};
const FILES = {
  "cdk.tf.json": JSON.stringify({ resource: { openstack_networking_network_v2: { network: { name: "web" } } } }),
};

/** Care for a site that an apply has left unclean, `endedMsAgo` ago, with one network that no state knows. */
function openCare(endedMsAgo: number, ports: Partial<SiteCarePorts>) {
  const sitePlan = samplePlan().sites.find(({ cloud }) => cloud === "openstack");
  if (sitePlan === undefined) throw new Error("expected a site on OpenStack");
  const run = sampleRun();
  const care = makeSiteCare({
    store: uncleanStore(sitePlan, endedMsAgo),
    clients: async () => ({
      ...{
        testConnection: refuse,
        readCatalog: refuse,
        observeInstances: refuse,
        removeObject: refuse,
        finishObject: refuse,
      },
      readCapacity: refuse,
      listMarked: async () => [NETWORK],
    }),
    currentState: async () => null,
    tools: { sha1Hex: (text) => text },
    adoptState: async () => true,
    timers: { pause: async () => undefined },
    ...ports,
  });
  const said: string[] = [];
  const stop = new AbortController();
  const input = {
    ...{ sitePlan, files: FILES, signal: stop.signal, underClaim },
    say: (text: string) => void said.push(text),
  };
  return { reconcile: () => care.reconcile(run, input), stop, said };
}

function uncleanStore({ workspaceId, cloud: site, cloudId, revision }: SitePlan, endedMsAgo: number): RepairStore {
  const condition: SiteCondition = {
    ...{ workspaceId, site, cloudId, unclean: true, uncleanBefore: false, reason: "test", since: new Date(0) },
    ...{ runId: "run", runKind: "apply", revision, endedMsAgo, inspectedAt: null, inspectionProblem: null },
  };
  return {
    condition: async () => condition,
    conditions: async () => [condition],
    strays: async () => [],
    takeForInspection: async () => null,
    noteInspection: async () => undefined,
    objects: async () => [],
    noteObjects: async () => undefined,
    saveRemovals: async () => true,
    removals: async () => [],
  };
}

/** The run is in nobody else's hands. */
const underClaim: UnderClaim = async (act) => {
  const done = await act(1);
  if (done === null) throw new Error("refused");
  return done;
};

function refuse(): never {
  throw new Error("not asked for in this test");
}

test("waits for a state that somebody at a desk has in hand, and looks at the cloud again", async () => {
  const answers = [false, false, true];
  const { reconcile, said } = openCare(60_000, { adoptState: async () => answers.shift() ?? true });

  const repaired = await reconcile();

  expect(repaired?.changes).toMatchObject([{ decision: "adopt", id: "net-1" }]);
  expect(answers).toEqual([]);
  expect(said).toContain("Waiting for the state: somebody else has it in hand");
});

test("says so when the state stays in somebody's hands", async () => {
  const { reconcile } = openCare(60_000, { adoptState: async () => false });

  await expect(reconcile()).rejects.toMatchObject({ code: "state-conflict" });
});

test("a cancel ends the wait for quiet at once", async () => {
  const { reconcile, stop } = openCare(0, { timers: { pause: () => new Promise(() => undefined) } });

  const repaired = reconcile();
  stop.abort();

  await expect(repaired).rejects.toMatchObject({ code: "cloud-refused" });
});

test("tells the cloud to finish what an interrupted apply began, before anything is planned", async () => {
  const machine: CloudObject = { ...NETWORK, kind: "machine", id: "vm-1", condition: "unfinished" };
  const finished: string[] = [];
  const { reconcile, said } = openCare(60_000, {
    clients: async () => ({
      ...{ testConnection: refuse, readCatalog: refuse, observeInstances: refuse, removeObject: refuse },
      readCapacity: refuse,
      listMarked: async () => (finished.length === 0 ? [machine] : []),
      finishObject: async ({ id }) => void finished.push(id),
    }),
  });

  const repaired = await reconcile();

  expect(finished).toEqual(["vm-1"]);
  expect(said).toContain("Confirms the new size of the machine web: an interrupted apply left it half-way");
  expect(repaired?.changes).toEqual([]);
});
