import type { Observer } from "./recorded-scenario.ts";
import { readCatalog } from "./scenario-basics.ts";
import type { Answer } from "./signed-client.ts";

const UNKNOWN_ID = "11111111-2222-3333-4444-555555555555";

/** Requests that were refused when they were recorded, and must be refused in the same words. */
export async function refusalScenario({ as }: Observer): Promise<void> {
  const [ask, askAsUser] = [as("admin"), as("user")];
  const basics = await readCatalog(ask);
  const { zoneid, serviceofferingid } = basics;
  await ask("listVirtualMachines", { id: UNKNOWN_ID });
  await ask("listVirtualMachines", { id: "nix" });
  await ask("listVirtualMachines", { page: 2, pagesize: 500 });
  await ask("listVirtualMachines", { page: 1, pagesize: 100_000 });
  await ask("fooBar");
  await ask("deployVirtualMachine", { zoneid });
  await ask("createNetwork", { name: "x", displaytext: "x", networkofferingid: serviceofferingid, zoneid });
  await ask("stopVirtualMachine", { id: UNKNOWN_ID });
  await ask("queryAsyncJobResult", { jobid: UNKNOWN_ID });
  await ask("listTemplates");
  await askAsUser("createDomain", { name: "x" });
  const machines = (await ask("listVirtualMachines", { state: "Running" }))["virtualmachine"] as Answer[];
  await askAsUser("stopVirtualMachine", { id: String(machines[0]?.["id"]) });
}
