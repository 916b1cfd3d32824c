import type { NetworkOffering } from "../core/model.ts";
import type { World } from "../core/world.ts";
import { ADMIN_ACCOUNT_ID } from "./seed-accounts.ts";
import { SEEDED_AT, seedId } from "./seed-id.ts";

export const ZONE_ID = seedId(20, 1);

const ROUTED = ["Dhcp", "PortForwarding", "Dns", "StaticNat", "UserData", "Lb", "Vpn", "SourceNat", "Firewall"];

type Offering = Pick<NetworkOffering, "name" | "displayText" | "guestIpType" | "services"> & Partial<NetworkOffering>;

const OFFERINGS: readonly Offering[] = [
  {
    name: "DefaultIsolatedNetworkOfferingWithSourceNatService",
    displayText: "Offering for Isolated networks with Source Nat service enabled",
    guestIpType: "Isolated",
    services: ROUTED,
    availability: "Required",
  },
  {
    name: "SandboxIsolatedNetworkOfferingEgressAllowed",
    displayText: "Sandbox: isolated with Source Nat, egress allowed by default",
    guestIpType: "Isolated",
    services: ROUTED,
    egressDefaultAllow: true,
    isDefault: false,
  },
  {
    name: "DefaultSharedNetworkOffering",
    displayText: "Offering for Shared networks",
    guestIpType: "Shared",
    services: ["Dhcp", "Dns", "UserData"],
    specifyVlan: true,
  },
  { name: "DefaultL2NetworkOffering", displayText: "Offering for L2 networks", guestIpType: "L2", services: [] },
];

/** 198.51.100.1 is the gateway, .2 and .3 belong to the system machines, the rest can be acquired. */
const FIRST_FREE = 4;
const LAST = 254;

/** Public addresses are 198.51.100.0/24 (RFC 5737: routed nowhere) unless said otherwise. */
export const PUBLIC_PREFIX = "198.51.100";

/** The zone, the network offerings and the public addresses. */
export function seedNetworks(world: World, publicPrefix: string): void {
  const { zones, networkOfferings, ipAddresses } = world.tables;
  zones.add({ id: ZONE_ID, serial: world.nextSerial("zone"), created: SEEDED_AT, name: "sandbox-zone" });
  for (const offering of OFFERINGS) {
    const serial = world.nextSerial("networkOffering");
    networkOfferings.add({
      id: seedId(21, serial),
      serial,
      created: SEEDED_AT,
      availability: "Optional",
      specifyVlan: false,
      egressDefaultAllow: false,
      forVpc: false,
      isDefault: true,
      ...offering,
    });
  }
  for (let last = FIRST_FREE; last <= LAST; last++) {
    const serial = world.nextSerial("ipAddress");
    const row = { id: seedId(22, last), serial, created: SEEDED_AT, accountId: ADMIN_ACCOUNT_ID };
    ipAddresses.add({ ...row, address: `${publicPrefix}.${last}`, zoneId: ZONE_ID, state: "Free", isSourceNat: false });
  }
}
