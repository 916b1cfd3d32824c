import { firstRefusedRule } from "./a-cloud.ts";
import { breakCommand } from "./fault-switch.ts";
import { idIn, type Observer } from "./recorded-scenario.ts";
import { networkOf, readCatalog } from "./scenario-basics.ts";
import { sign } from "./signed-client.ts";

/** Half of it the router is Starting, which is when rules are refused. */
const DEPLOYMENT_MS = 1000;

/** Things that go wrong inside jobs: no capacity, a failed start, a router that boots, a stop that fails. */
export async function failureScenario({ as, note }: Observer, url: string): Promise<void> {
  const ask = as("admin");
  const basics = await readCatalog(ask);
  const { zoneid, templateid, serviceofferingid } = basics;
  const networkids = idIn(await ask("createNetwork", networkOf(basics, "f-net", "10.62.0.1")), "network");
  const machine = { serviceofferingid, templateid, zoneid, networkids };

  const big = { name: "huge", displaytext: "huge", cpunumber: 64, cpuspeed: 2000, memory: 131_072 };
  const offering = idIn(await ask("createServiceOffering", big), "serviceoffering");
  const tooBig = await ask("deployVirtualMachine", { ...machine, serviceofferingid: offering, name: "toobig" });
  await ask("destroyVirtualMachine", { id: idIn(tooBig), expunge: true });

  await breakCommand(url, { kind: "job-error", command: "deployVirtualMachine", count: 1 });
  const failed = idIn(await ask("deployVirtualMachine", { ...machine, name: "f-vm" }));
  await ask("listVirtualMachines", { id: failed });
  await ask("deployVirtualMachine", { ...machine, name: "f-vm" });
  await ask("deleteNetwork", { id: networkids });

  await breakCommand(url, { kind: "job-delay", command: "deployVirtualMachine", ms: DEPLOYMENT_MS, count: 1 });
  const fresh = idIn(await ask("createNetwork", networkOf(basics, "s-net", "10.63.0.1")), "network");
  const deploying = ask("deployVirtualMachine", { ...machine, networkids: fresh, name: "jv" });
  await ask("listAsyncJobs");
  await firstRefusedRule(async (port) => {
    const rule = { networkid: fresh, protocol: "tcp", startport: port, endport: port };
    return String((await ask("createEgressFirewallRule", rule))["errortext"] ?? "");
  }, deploying);
  const id = idIn(await deploying, "virtualmachine");

  await breakCommand(url, { kind: "job-delay", command: "stopVirtualMachine", ms: 500, count: 1 });
  const stopping = ask("stopVirtualMachine", { id });
  await ask("startVirtualMachine", { id });
  await stopping;
  await ask("startVirtualMachine", { id });
  await breakCommand(url, { kind: "job-error", command: "stopVirtualMachine", count: 1 });
  await ask("stopVirtualMachine", { id });

  const query = { command: "listZones", apiKey: "nobody", response: "json" };
  await note("listZones", sign(query, "wrong"));
}
