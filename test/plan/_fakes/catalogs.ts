import type { Cloud, CloudstackCatalog, OpenstackCatalog } from "../../../src/contract/index.ts";
import type { CloudOffer } from "../../../src/plan/index.ts";

export const OPENSTACK_ID = "00000000-0000-4000-8000-000000000001";
export const CLOUDSTACK_ID = "00000000-0000-4000-8000-000000000002";
const READ_AT = "2026-11-01T00:00:00.000Z";

function cloud(id: string, kind: Cloud["kind"], name: string): Cloud {
  return {
    id,
    kind,
    name,
    ownerId: null,
    description: "",
    endpoint: `https://${name}.example/`,
    location: kind === "openstack" ? "RegionOne" : "zone-1",
    sandbox: true,
    mapping: { images: {}, volumeTypes: {} },
    status: "ready",
    statusDetail: "",
    statusSince: READ_AT,
    labels: {},
    failureDomain: null,
    catalogAt: READ_AT,
    createdAt: READ_AT,
  };
}

const IMAGES = [
  ["ubuntu", "22.04", "Ubuntu 22.04"],
  ["ubuntu", "24.04", "Ubuntu 24.04"],
  ["debian", "12", "Debian 12"],
  ["rocky", "9.4", "Rocky Linux 9.4"],
] as const;

function images(prefix: string): OpenstackCatalog["images"] {
  return IMAGES.map(([family, version, name]) => ({
    id: `${prefix}-image-${family}-${version}`,
    name,
    os: { family, version },
    minDiskGib: 5,
    minMemoryMib: 512,
    createdAt: "2026-10-01T00:00:00Z",
  }));
}

export function openstackCatalog(): OpenstackCatalog {
  return {
    kind: "openstack",
    cloudId: OPENSTACK_ID,
    fetchedAt: READ_AT,
    version: "3.14",
    offerings: [
      { id: "f1", name: "m1.small", vcpu: 1, memoryMib: 2048, rootDiskGib: 20, custom: null },
      { id: "f2", name: "m1.medium", vcpu: 2, memoryMib: 4096, rootDiskGib: 40, custom: null },
      { id: "f3", name: "m1.large", vcpu: 4, memoryMib: 8192, rootDiskGib: 80, custom: null },
      { id: "f4", name: "m1.xlarge", vcpu: 8, memoryMib: 16_384, rootDiskGib: 160, custom: null },
    ],
    images: images("os"),
    volumeTypes: [
      { id: "vt1", name: "hdd", speed: "standard", customSize: true, sizeGib: null },
      { id: "vt2", name: "ssd", speed: "fast", customSize: true, sizeGib: null },
    ],
    externalNetworks: [{ id: "ext-1", name: "public" }],
    availabilityZones: ["nova"],
    defaultVolumeType: "hdd",
  };
}

export function cloudstackCatalog(): CloudstackCatalog {
  return {
    kind: "cloudstack",
    cloudId: CLOUDSTACK_ID,
    fetchedAt: READ_AT,
    version: "4.22.0.0",
    offerings: [
      { id: "s1", name: "Small", vcpu: 1, memoryMib: 1024, rootDiskGib: null, custom: null },
      { id: "s2", name: "Medium", vcpu: 2, memoryMib: 4096, rootDiskGib: null, custom: null },
      {
        id: "s3",
        name: "Custom",
        vcpu: 0,
        memoryMib: 0,
        rootDiskGib: null,
        custom: { minVcpu: 1, maxVcpu: 16, minMemoryMib: 512, maxMemoryMib: 65_536, cpuSpeedMhz: 1000 },
      },
    ],
    images: images("cs"),
    volumeTypes: [
      { id: "d1", name: "Small disk", speed: null, customSize: false, sizeGib: 5 },
      { id: "d2", name: "Custom disk", speed: null, customSize: true, sizeGib: null },
    ],
    zone: { id: "z1", name: "zone-1" },
    networkOfferings: [
      {
        id: "n1",
        name: "Isolated with source NAT",
        sourceNat: true,
        staticNat: true,
        firewall: true,
        egressDefaultAllow: false,
        forVpc: false,
        isDefault: true,
      },
    ],
    mayExpunge: true,
    maxRootDiskGib: null,
  };
}

export function openstackOffer(patch: Partial<Cloud> = {}, catalog = openstackCatalog()): CloudOffer {
  return { cloud: { ...cloud(OPENSTACK_ID, "openstack", patch.name ?? "north"), ...patch }, catalog };
}

export function cloudstackOffer(patch: Partial<Cloud> = {}, catalog = cloudstackCatalog()): CloudOffer {
  return { cloud: { ...cloud(CLOUDSTACK_ID, "cloudstack", patch.name ?? "south"), ...patch }, catalog };
}
