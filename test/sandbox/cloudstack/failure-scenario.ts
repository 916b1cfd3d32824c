import { breakCommand } from "./fault-switch.ts";
import { idIn, type Observer } from "./recorded-scenario.ts";
import { networkOf, readCatalog } from "./scenarios.ts";
import { sign } from "./signed-client.ts";

/** Long enough that a busy machine still hits the window in which the router is Starting. */
const DEPLOYMENT_MS = 2000;
const ROUTER_IS_STARTING_MS = 1000;

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
  await new Promise((resolve) => setTimeout(resolve, ROUTER_IS_STARTING_MS));
  await ask("createEgressFirewallRule", { networkid: fresh, protocol: "tcp", startport: 80, endport: 80 });
  await ask("listAsyncJobs");
  const id = idIn(await deploying, "virtualmachine");

  await breakCommand(url, { kind: "job-delay", command: "stopVirtualMachine", ms: 300, count: 1 });
  const stopping = ask("stopVirtualMachine", { id });
  await new Promise((resolve) => setTimeout(resolve, 30));
  await ask("startVirtualMachine", { id });
  await stopping;
  await ask("startVirtualMachine", { id });
  await breakCommand(url, { kind: "job-error", command: "stopVirtualMachine", count: 1 });
  await ask("stopVirtualMachine", { id });

  const query = { command: "listZones", apiKey: "nobody", response: "json" };
  await note("listZones", sign(query, "wrong"));
}
