import type { World } from "../core/world.ts";
import { SYSTEM_ACCOUNT_ID } from "./seed-accounts.ts";
import { SEEDED_AT, seedId } from "./seed-id.ts";
import { ZONE_ID } from "./seed-networks.ts";

const OS_CATEGORIES: Record<string, readonly string[]> = {
  Ubuntu: ["Ubuntu 20.04 LTS", "Ubuntu 22.04 LTS", "Ubuntu 24.04 LTS"],
  Debian: ["Debian GNU/Linux 11 (64-bit)", "Debian GNU/Linux 12 (64-bit)", "Debian GNU/Linux 13 (64-bit)"],
  "Rocky Linux": ["Rocky Linux 8", "Rocky Linux 9"],
  AlmaLinux: ["AlmaLinux 8", "AlmaLinux 9"],
  Other: ["Other Linux (64-bit)", "Other (64-bit)"],
};

/** Name, operating system type, virtual size in GiB. */
const TEMPLATES = [
  ["Ubuntu 22.04", "Ubuntu 22.04 LTS", 3],
  ["Ubuntu 24.04", "Ubuntu 24.04 LTS", 4],
  ["Debian 12", "Debian GNU/Linux 12 (64-bit)", 2],
  ["Debian 13", "Debian GNU/Linux 13 (64-bit)", 2],
  ["Rocky 9", "Rocky Linux 9", 10],
] as const;

const GIB = 2 ** 30;

/** Operating system types and ready, public KVM templates; their bytes are made when somebody extracts them. */
export function seedImages(world: World): void {
  let index = 0;
  Object.entries(OS_CATEGORIES).forEach(([category, descriptions], at) => {
    for (const description of descriptions) {
      index += 1;
      world.tables.osTypes.add({ id: seedId(31, index), categoryId: seedId(30, at + 1), category, description });
    }
  });
  for (const [name, os, gib] of TEMPLATES) addTemplate(world, name, os, gib * GIB);
}

function addTemplate(world: World, name: string, os: string, size: number): void {
  const serial = world.nextSerial("template");
  world.tables.templates.add({
    id: seedId(32, serial),
    serial,
    created: SEEDED_AT,
    accountId: SYSTEM_ACCOUNT_ID,
    name,
    displayText: `${name} (sandbox)`,
    format: "QCOW2",
    hypervisor: "KVM",
    osTypeId: world.tables.osTypes.first((type) => type.description === os)?.id ?? "",
    zoneId: ZONE_ID,
    url: `http://images.sandbox.invalid/${name.toLowerCase().replaceAll(" ", "-")}.qcow2`,
    checksum: "",
    isPublic: true,
    isFeatured: true,
    isExtractable: true,
    isReady: true,
    crossZones: true,
    passwordEnabled: false,
    sshKeyEnabled: true,
    dynamicallyScalable: false,
    requiresHvm: true,
    directDownload: false,
    status: "Download Complete",
    downloadState: "DOWNLOADED",
    downloadPercent: 100,
    size,
    physicalSize: size,
    kind: "BUILTIN",
    details: {},
  });
}
