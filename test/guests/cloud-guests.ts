import { startCloudstackSandbox } from "../../sandbox/cloudstack/start-cloudstack-sandbox.ts";
import { aMachine, aNetwork as anIsolatedNetwork } from "../sandbox/cloudstack/a-cloud.ts";
import { type Answer, makeSignedClient } from "../sandbox/cloudstack/signed-client.ts";
import { ADMIN_TOKEN, aNetwork, aServer, startCloud } from "../sandbox/openstack/a-cloud.ts";

/** A machine of a sandbox cloud with a real system in it. */
export interface CloudGuest {
  readonly cloud: "openstack" | "cloudstack";
  /** In its own network, as the cloud says. */
  readonly address: string;
  acceleration(): Promise<string>;
  console(): Promise<string>;
  askAgent(command: object): Promise<unknown>;
  /** Ends cloud and guest. */
  close(): Promise<void>;
}

/** A server on a network of its own, as a client of nova asks for it. */
export async function startOpenstackGuest(imageFolder: string, userData: string): Promise<CloudGuest> {
  const cloud = await startCloud({ guests: { imageFolder } });
  const { networkId } = await aNetwork(cloud.demo, "10.61.0.0/24");
  const user_data = Buffer.from(userData).toString("base64");
  const id = await aServer(cloud.demo, { networks: [{ uuid: networkId }], user_data, config_drive: true });
  const { json } = await cloud.demo.call("compute", "GET", `/servers/${id}`);
  const { addresses } = json["server"] as { addresses: Record<string, readonly { addr: string }[]> };
  const address = Object.values(addresses)[0]?.[0]?.addr ?? "";
  return { cloud: "openstack", address, ...adminOf(cloud.url, id), close: cloud.close };
}

/** A machine on an isolated network, as a client of CloudStack asks for it. */
export async function startCloudstackGuest(imageFolder: string, userData: string): Promise<CloudGuest> {
  const cloud = await startCloudstackSandbox({
    ...{ port: 0, latency: "instant", adminToken: ADMIN_TOKEN, guests: { imageFolder } },
  });
  const client = makeSignedClient(cloud.apiUrl);
  const network = await anIsolatedNetwork(client, { gateway: "10.62.0.1", netmask: "255.255.255.0" });
  const userdata = Buffer.from(userData).toString("base64");
  const machine = await aMachine(client, network, { userdata, rootdisksize: 5 });
  const [nic] = machine["nic"] as Answer[];
  const address = String(nic?.["ipaddress"]);
  return { cloud: "cloudstack", address, ...adminOf(cloud.url, String(machine["id"])), close: cloud.close };
}

function adminOf(url: string, id: string): Pick<CloudGuest, "acceleration" | "askAgent" | "console"> {
  const headers = { "x-sandbox-token": ADMIN_TOKEN };
  async function ask(path: string, body?: object): Promise<string> {
    const answer = await fetch(`${url}/sandbox-admin/guests${path}`, {
      headers: { ...headers, ...(body && { "content-type": "application/json" }) },
      ...(body && { method: "POST", body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return text;
  }
  return {
    acceleration: async () => (JSON.parse(await ask("")) as { acceleration: string }).acceleration,
    console: () => ask(`/${id}/console`),
    askAgent: async (command) => (JSON.parse(await ask(`/${id}/agent`, command)) as { return: unknown }).return,
  };
}
