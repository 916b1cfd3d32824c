/** Plans that a try-out cloud would take and a real one would not, or would take and not do. */
import { expect, test } from "@jest/globals";
import type { DeploymentPlan } from "../../src/contract/index.ts";
import { cloudstackCatalog, cloudstackOffer } from "./_fakes/catalogs.ts";
import { compile, requirementOf } from "./_fakes/compile.ts";

const RUNNING = { placement: { main: "north", standby: { mode: "running" } } };
const KEY_BODY = "AAAAC3NzaC1lZDI1NTE5AAAAIK0/yugVJGNL1xdqmnv2ILXw+aB4WUePDwuJhtWS1YfH";

function planOf(result: Awaited<ReturnType<typeof compile>>): DeploymentPlan {
  if (!result.ok) throw new TypeError(JSON.stringify(result.error));
  return result.value;
}

function siteOf<K extends "openstack" | "cloudstack">(plan: DeploymentPlan, cloud: K) {
  const site = plan.sites.find((known) => known.cloud === cloud);
  return site as Extract<DeploymentPlan["sites"][number], { cloud: K }>;
}

test("a volume of a fixed size gets another offering when it grows, and never a size of its own", async () => {
  const catalog = cloudstackCatalog();
  const volumeTypes = [5, 20].map((sizeGib) => ({
    id: `fixed-${sizeGib}`,
    name: `${sizeGib} GB`,
    speed: null,
    customSize: false,
    sizeGib,
  }));
  const clouds = [cloudstackOffer({}, { ...catalog, volumeTypes })];
  const wish = (sizeGib: number) => ({ hardware: { volumes: [{ name: "content", sizeGib }] } });
  const alone = { placement: { standby: { mode: "off" } } };
  const first = planOf(await compile({ ...alone, ...wish(5) }, { clouds }));
  const previousRequirement = await requirementOf({ ...alone, ...wish(5) });

  const grown = planOf(
    await compile({ ...alone, ...wish(20) }, { clouds, previous: first, previousRequirement, revision: 2 }),
  );

  expect(siteOf(first, "cloudstack").volumes).toMatchObject([{ diskOffering: { id: "fixed-5", fixedSize: true } }]);
  expect(siteOf(grown, "cloudstack").volumes).toMatchObject([{ diskOffering: { id: "fixed-20", fixedSize: true } }]);
});

test("gives the cloud the first key that every OpenStack can take; hardware keys come by cloud-init alone", async () => {
  const [soft, hard] = [`ssh-ed25519 ${KEY_BODY}`, `sk-ssh-ed25519@openssh.com ${KEY_BODY}`];
  const both = planOf(await compile({ ...RUNNING, access: { sshKeys: [hard, soft] } }));
  const only = planOf(await compile({ ...RUNNING, access: { sshKeys: [hard] } }));

  expect(siteOf(both, "openstack").sshPublicKey).toBe(soft);
  expect(siteOf(only, "openstack").sshPublicKey).toBeNull();
});

test.each([
  ["stopped", "running", /Terraform cannot start a machine that already stands on cloud “south”/],
  ["running", "stopped", /Terraform cannot stop a machine that already stands on cloud “south”/],
  ["pilot-light", "running", null],
  ["running", "running", null],
])("a standby on CloudStack that goes from %s to %s is told what Terraform cannot do", async (from, to, expected) => {
  const wish = (mode: string) => ({ placement: { main: "north", standby: { mode } } });
  const previous = planOf(await compile(wish(from)));
  const previousRequirement = await requirementOf(wish(from));

  const plan = planOf(await compile(wish(to), { previous, previousRequirement, revision: 2 }));

  const told = plan.warnings.filter((text) => text.includes("already stands on cloud"));
  expect(told).toEqual(expected === null ? [] : [expect.stringMatching(expected)]);
});
