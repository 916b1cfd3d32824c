import type { CloudstackSitePlan, OpenstackSitePlan, SitePlan } from "../../src/contract/index.ts";
import { idAndName, type openCloudstackSite, type openOpenstackSite } from "../../test/_helpers/sandbox-site.ts";

export type Openstack = Awaited<ReturnType<typeof openOpenstackSite>>;
export type Cloudstack = Awaited<ReturnType<typeof openCloudstackSite>>;

/** A change in a person's words, and the site as it is asked for then. */
export type SiteChange = readonly [what: string, site: SitePlan];

const BOOT = { encoding: "plain" as const, content: "#cloud-config\npackages: [git]\n", rawBytes: 29 };
const NETWORK = { kind: "own" as const, cidr: "10.43.0.0/24" };
const PORT = {
  ...{ key: "tcp-8443", protocol: "tcp" as const, fromPort: 8443, toPort: 8443 },
  ...{ source: "0.0.0.0/0", description: "" },
};

/** What is asked for in the same words on both. */
type Shared = Pick<SitePlan, "rootDiskGib" | "firewallRules" | "publicAddress" | "userData" | "tags" | "machine">;

function common(site: { readonly plan: (changes?: Partial<Shared>) => SitePlan }): readonly SiteChange[] {
  const { rootDiskGib, firewallRules } = site.plan();
  return [
    ["a larger system disk", site.plan({ rootDiskGib: rootDiskGib + 5 })],
    ["a smaller system disk", site.plan({ rootDiskGib: rootDiskGib - 5 })],
    ["one more port", site.plan({ firewallRules: [...firewallRules, PORT] })],
    ["one port less", site.plan({ firewallRules: firewallRules.slice(1) })],
    ["no public address", site.plan({ publicAddress: false })],
    ["other software (first boot)", site.plan({ userData: BOOT })],
    ["other labels", site.plan({ tags: { ...site.plan().tags, team: "red" } })],
    ["a pilot light", site.plan({ machine: "absent" })],
    ["a stopped machine", site.plan({ machine: "stopped" })],
  ];
}

export function openstackChanges(site: Openstack): readonly SiteChange[] {
  const base = site.plan();
  const other = idAndName(site.catalog.offerings.find(({ id }) => id !== base.flavor.id));
  const image = idAndName(site.catalog.images.find(({ id }) => id !== base.image.id));
  const volumes = (sizeGib: number): OpenstackSitePlan["volumes"] => [{ name: "content", sizeGib, volumeType: null }];
  return [
    ["another size", site.plan({ flavor: other })],
    ["a larger volume", site.plan({ volumes: volumes(9) })],
    ["a smaller volume", site.plan({ volumes: volumes(3) })],
    ["a second volume", site.plan({ volumes: [...volumes(5), { name: "more", sizeGib: 2, volumeType: null }] })],
    ["no volume any more", site.plan({ volumes: [] })],
    ["another operating system", site.plan({ image })],
    ["another private network", site.plan({ network: { ...NETWORK, dnsServers: ["192.0.2.53"] }, userData: BOOT })],
    ...common(site),
    ["another size of a stopped standby", site.plan({ flavor: other, machine: "stopped", role: "standby" })],
  ];
}

export function cloudstackChanges(site: Cloudstack): readonly SiteChange[] {
  const base = site.plan();
  const fixed = site.catalog.offerings.filter(({ custom }) => custom === null);
  const other = { ...idAndName(fixed.find(({ id }) => id !== base.serviceOffering.id)), custom: null };
  const template = idAndName(site.catalog.images.find(({ id }) => id !== base.template.id));
  const [first] = base.volumes;
  if (first === undefined || base.network.kind !== "own") throw new Error("the sample has a volume and a network");
  const volumes = (sizeGib: number): CloudstackSitePlan["volumes"] => [{ ...first, sizeGib }];
  return [
    ["another size", site.plan({ serviceOffering: other })],
    ["a larger volume", site.plan({ volumes: volumes(9) })],
    ["a smaller volume", site.plan({ volumes: volumes(3) })],
    ["a second volume", site.plan({ volumes: [...volumes(5), { ...first, name: "more", sizeGib: 2 }] })],
    ["no volume any more", site.plan({ volumes: [] })],
    ["another operating system", site.plan({ template })],
    ["another private network", site.plan({ network: { ...base.network, ...NETWORK }, userData: BOOT })],
    ...common(site),
    ["another size of a stopped standby", site.plan({ serviceOffering: other, machine: "stopped", role: "standby" })],
  ];
}
