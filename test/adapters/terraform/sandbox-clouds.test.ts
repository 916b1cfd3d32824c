/** Real plans and real failures of both providers on the sandbox clouds, as the product shows them. */
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import type { PlanSummary, SitePlan } from "../../../src/contract/index.ts";
import { classifyChange } from "../../../src/drift/index.ts";
import { summarizePlan } from "../../../src/run/index.ts";
import type { EngineApplyResult, EnginePlanResult } from "../../../src/run/ports.ts";
import { synthesizeSite } from "../../../stacks/synthesize-site.ts";
import { type EngineBench, openEngineBench } from "../../_helpers/engine-bench.ts";
import { idAndName, openCloudstackSite, openOpenstackSite } from "../../_helpers/sandbox-site.ts";

jest.setTimeout(300_000);

type Environment = Readonly<Record<string, string>>;

/** Plans and applies one site after the other in one state. */
function driver(bench: EngineBench, environment: Environment) {
  const engine = bench.engine();

  async function plan(site: SitePlan, extra: Environment = {}): Promise<EnginePlanResult> {
    const overrides = { site: site.cloud, environment: { ...environment, ...extra } } as const;
    return engine.plan(await bench.request(synthesizeSite(site), overrides));
  }

  async function summary(site: SitePlan): Promise<PlanSummary> {
    const planned = await plan(site);
    if (planned.kind !== "planned") throw new Error(JSON.stringify(planned));
    return summarizePlan(planned.planJson, { role: site.role, machine: site.machine }, classifyChange);
  }

  async function apply(site: SitePlan, extra: Environment = {}): Promise<EngineApplyResult> {
    const planned = await plan(site);
    if (planned.kind !== "planned") throw new Error(JSON.stringify(planned));
    const files = synthesizeSite(site);
    const overrides = { site: site.cloud, environment: { ...environment, ...extra } } as const;
    const stored = { planFile: planned.planFile, planJson: {}, terraform: files, stateSerial: null };
    return engine.apply(await bench.request(files, overrides), stored);
  }

  return { plan, summary, apply };
}

const CHANGED_BOOT = { encoding: "plain" as const, content: "#cloud-config\npackages: [nginx]\n", rawBytes: 32 };

describe("on OpenStack", () => {
  let site: Awaited<ReturnType<typeof openOpenstackSite>>;
  let bench: EngineBench;
  let terraform: ReturnType<typeof driver>;

  beforeAll(async () => {
    [site, bench] = await Promise.all([openOpenstackSite(), openEngineBench()]);
    terraform = driver(bench, site.environment);
  });
  afterAll(() => Promise.all([site.close(), bench.close()]));

  test("wrong credentials are named as such, and nothing is made", async () => {
    const result = await terraform.apply(site.plan(), { OS_PASSWORD: "wrong-canary" });

    expect(result).toMatchObject({ kind: "failed", failure: { code: "cloud-credentials", phase: "apply" } });
    expect(JSON.stringify([result, bench.events])).not.toContain("wrong-canary");
  });

  test("a first plan only makes things, an apply reports the machine, a second plan is empty", async () => {
    const first = await terraform.summary(site.plan());
    const applied = await terraform.apply(site.plan());
    const second = await terraform.plan(site.plan());

    expect([first.danger, first.counts.update, first.counts.replace, first.counts.destroy]).toEqual([
      "in-place",
      0,
      0,
      0,
    ]);
    expect(applied).toMatchObject({ kind: "applied", outputs: { instance_id: expect.any(String) } });
    expect(second).toMatchObject({ kind: "planned", hasChanges: false });
  });

  test("a larger flavor restarts, a grown disk does not, a smaller one is refused", async () => {
    const larger = idAndName(site.catalog.offerings.find(({ id }) => id !== site.plan().flavor.id));
    const volume = (sizeGib: number) => ({ volumes: [{ name: "content", sizeGib, volumeType: null }] });

    const resized = await terraform.summary(site.plan({ flavor: larger }));
    const grown = await terraform.summary(site.plan(volume(9)));
    const shrunk = await terraform.summary(site.plan(volume(3)));

    expect([resized.danger, resized.changes[0]?.title]).toEqual([
      "restarts",
      expect.stringContaining("Resizes the machine"),
    ]);
    expect([grown.danger, grown.rejected]).toEqual(["in-place", []]);
    expect(shrunk.rejected).toEqual([expect.stringContaining("5 to 3 GiB")]);
  });

  test("a changed first boot replaces the machine but keeps its disks; removing a volume destroys data", async () => {
    const replaced = await terraform.summary(site.plan({ userData: CHANGED_BOOT }));
    const removed = await terraform.summary(site.plan({ volumes: [] }));

    expect([replaced.danger, replaced.counts.replace > 0]).toEqual(["replaces", true]);
    expect(replaced.changes.filter(({ danger }) => danger === "destroys-data")).toEqual([]);
    expect(removed.danger).toBe("destroys-data");
    expect(removed.changes[0]?.title).toContain("Removes the disk");
  });

  test("another image, a stop and a pilot light are what they are", async () => {
    const other = idAndName(site.catalog.images.find(({ id }) => id !== site.plan().image.id));

    const rebuilt = await terraform.summary(site.plan({ image: other }));
    const stopped = await terraform.summary(site.plan({ machine: "stopped" }));
    const pilotLight = await terraform.summary(site.plan({ machine: "absent" }));

    expect(rebuilt.danger).toBe("destroys-data");
    expect([stopped.danger, stopped.changes[0]?.title]).toEqual([
      "restarts",
      expect.stringContaining("Stops the machine"),
    ]);
    expect(pilotLight.danger).toBe("destroys-data");
  });

  test("a cloud that is down fails the plan with that reason and leaves the state and lock alone", async () => {
    const before = await bench.states.versions(bench.workspaceId, "openstack");

    const result = await terraform.plan(site.plan(), { OS_AUTH_URL: "http://127.0.0.1:9/identity/v3" });

    expect(result).toMatchObject({ kind: "failed", failure: { code: "cloud-unreachable", phase: "plan" } });
    expect(await bench.states.versions(bench.workspaceId, "openstack")).toEqual(before);
    expect(await bench.states.lock(bench.workspaceId, "openstack")).toBeNull();
  });
});

describe("on CloudStack", () => {
  let site: Awaited<ReturnType<typeof openCloudstackSite>>;
  let bench: EngineBench;
  let terraform: ReturnType<typeof driver>;

  beforeAll(async () => {
    [site, bench] = await Promise.all([openCloudstackSite(), openEngineBench()]);
    terraform = driver(bench, site.environment);
  });
  afterAll(() => Promise.all([site.close(), bench.close()]));

  test("wrong credentials are named as such", async () => {
    const result = await terraform.apply(site.plan(), { CLOUDSTACK_SECRET_KEY: "wrong-canary" });

    expect(result).toMatchObject({ kind: "failed", failure: { code: "cloud-credentials", phase: "apply" } });
    expect(JSON.stringify([result, bench.events])).not.toContain("wrong-canary");
  });

  test("a first plan only makes things, an apply reports the machine, a second plan is empty", async () => {
    const first = await terraform.summary(site.plan());
    const applied = await terraform.apply(site.plan());
    const second = await terraform.plan(site.plan());

    expect([first.danger, first.counts.replace, first.counts.destroy]).toEqual(["in-place", 0, 0]);
    expect(applied).toMatchObject({ kind: "applied", outputs: { instance_id: expect.any(String) } });
    expect(second).toMatchObject({ kind: "planned", hasChanges: false });
  });

  test("another offering restarts, a changed first boot or a larger root disk loses the disk", async () => {
    const fixed = site.catalog.offerings.filter(({ custom }) => custom === null);
    const larger = { ...idAndName(fixed.find(({ id }) => id !== site.plan().serviceOffering.id)), custom: null };

    const resized = await terraform.summary(site.plan({ serviceOffering: larger }));
    const rebooted = await terraform.summary(site.plan({ userData: CHANGED_BOOT }));
    const grown = await terraform.summary(site.plan({ rootDiskGib: site.plan().rootDiskGib + 10 }));
    const shrunk = await terraform.summary(site.plan({ rootDiskGib: site.plan().rootDiskGib - 1 }));

    expect([resized.danger, resized.rejected]).toEqual(["restarts", []]);
    expect([rebooted.danger, grown.danger, shrunk.danger]).toEqual(["destroys-data", "destroys-data", "destroys-data"]);
    expect(rebooted.changes[0]?.reason).toContain("Something it depends on changes.");
    expect(shrunk.rejected).toHaveLength(1);
  });

  test("one more open port changes the firewall in place", async () => {
    const rule = {
      key: "tcp-8443",
      protocol: "tcp" as const,
      fromPort: 8443,
      toPort: 8443,
      source: "0.0.0.0/0",
      description: "",
    };

    const opened = await terraform.summary(site.plan({ firewallRules: [...site.plan().firewallRules, rule] }));

    expect([opened.danger, opened.counts.update]).toEqual(["in-place", 1]);
  });

  test("a cloud that is down fails the plan with that reason", async () => {
    const result = await terraform.plan(site.plan(), { CLOUDSTACK_API_URL: "http://127.0.0.1:9/client/api" });

    expect(result).toMatchObject({ kind: "failed", failure: { code: "cloud-unreachable", phase: "plan" } });
  });
});
