import { type Answer, items, type SignedClient } from "./signed-client.ts";

/** Ids of what a test needs to deploy a machine. */
export interface Catalog {
  zoneid: string;
  templateid: string;
  serviceofferingid: string;
  networkofferingid: string;
  customDiskId: string;
}

export async function readIds(client: SignedClient): Promise<Catalog> {
  const named = async (command: string, key: string, parameters: Record<string, string>) => {
    return String(items(await client.run(command, parameters), key)[0]?.["id"]);
  };
  return {
    zoneid: await named("listZones", "zone", {}),
    templateid: await named("listTemplates", "template", { templatefilter: "featured", name: "Debian 12" }),
    serviceofferingid: await named("listServiceOfferings", "serviceoffering", { name: "Sandbox Small" }),
    networkofferingid: await named("listNetworkOfferings", "networkoffering", {
      name: "DefaultIsolatedNetworkOfferingWithSourceNatService",
    }),
    customDiskId: await named("listDiskOfferings", "diskoffering", { name: "Custom" }),
  };
}

/** A new isolated network. */
export async function aNetwork(client: SignedClient, more: Record<string, string> = {}): Promise<string> {
  const { zoneid, networkofferingid } = await readIds(client);
  const name = `net-${Math.random().toString(36).slice(2, 8)}`;
  const made = await client.run("createNetwork", { name, displaytext: name, zoneid, networkofferingid, ...more });
  return String((made["network"] as Answer)["id"]);
}

/** A running machine in a network. */
export async function aMachine(
  client: SignedClient,
  networkids: string,
  more: Record<string, string | number | boolean> = {},
): Promise<Answer> {
  const { zoneid, templateid, serviceofferingid } = await readIds(client);
  const base = { zoneid, templateid, serviceofferingid, networkids };
  return (await client.run("deployVirtualMachine", { ...base, ...more }))["virtualmachine"] as Answer;
}

/** The machine as the list shows it now; undefined when it isn't listed. */
export async function machineNow(client: SignedClient, id: unknown): Promise<Answer | undefined> {
  return items(await client.run("listVirtualMachines", { id: String(id) }), "virtualmachine")[0];
}

/** What went wrong: `"431 text"`, from the answer or from the job. */
export async function refusal(
  client: SignedClient,
  command: string,
  parameters: Record<string, string | number | boolean> = {},
): Promise<string> {
  const { status, answer } = await client.call(command, parameters);
  if (status !== 200) return `${status} ${answer["errortext"]}`;
  if (typeof answer["jobid"] !== "string") return "";
  const { jobstatus, jobresult } = await client.finished(answer["jobid"]);
  const failure = jobresult as Answer;
  return jobstatus === 2 ? `job ${failure["errorcode"]} ${failure["errortext"]}` : "";
}

/** Tries egress rules, a port further each time, until one is refused: how the refusal reads, or "" if none is. */
export async function firstRefusedRule(
  create: (port: number) => Promise<string>,
  deployment: Promise<unknown>,
): Promise<string> {
  let isOver = false;
  void deployment.finally(() => {
    isOver = true;
  });
  for (let port = 1000; !isOver; port++) {
    const refused = await create(port);
    if (refused !== "") return refused;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return "";
}
