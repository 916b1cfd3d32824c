import { idIn, type Observer } from "./recorded-scenario.ts";
import type { Answer } from "./signed-client.ts";

const NETWORK_OFFERING = "DefaultIsolatedNetworkOfferingWithSourceNatService";

export const USER_DATA = "I2Nsb3VkLWNvbmZpZwp7fQ==";
export const PUBLIC_KEY =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFEblbGxvZ9nG9D4M0Q5jTzq3Ddl4XhQ6V0wq3Z4bC3u test@sandbox";
export const PORTS = { publicport: 8080, privateport: 80 };

/** Asks one question as one caller. */
export type Ask = ReturnType<Observer["as"]>;

/** Ids of the cloud's offerings. */
export interface Basics {
  zoneid: string;
  serviceofferingid: string;
  biggerOfferingId: string;
  templateid: string;
  networkofferingid: string;
  customDiskId: string;
  fixedDiskId: string;
  ostypeid: string;
}

/** What every caller asks first. */
export async function readCatalog(ask: Ask): Promise<Basics> {
  const zoneid = idIn(await ask("listZones"), "zone");
  await ask("listZones", { name: "sandbox-zone" });
  const offerings = (await ask("listServiceOfferings"))["serviceoffering"] as Answer[];
  const disks = (await ask("listDiskOfferings"))["diskoffering"] as Answer[];
  const byName = (rows: Answer[], name: string) => String(rows.find((row) => row["name"] === name)?.["id"]);
  const network = await ask("listNetworkOfferings", { name: NETWORK_OFFERING });
  const templates = await ask("listTemplates", { templatefilter: "executable", name: "Debian 12", zoneid });
  return {
    zoneid,
    serviceofferingid: byName(offerings, "Sandbox Small"),
    biggerOfferingId: byName(offerings, "Sandbox Medium"),
    templateid: idIn(templates, "template"),
    networkofferingid: idIn(network, "networkoffering"),
    customDiskId: byName(disks, "Custom"),
    fixedDiskId: byName(disks, "Sandbox Disk 5"),
    ostypeid: idIn(await ask("listOsTypes", { description: "Debian GNU/Linux 12 (64-bit)" }), "ostype"),
  };
}

/** Parameters of a new isolated network. */
export function networkOf({ networkofferingid, zoneid }: Basics, name: string, gateway: string) {
  return { name, displaytext: name, networkofferingid, zoneid, gateway, netmask: "255.255.255.0" };
}
