import { type SiteKey, siteKind } from "../../src/contract/index.ts";
import { decodeState } from "./state-document.ts";
import type { World } from "./world.ts";

const FINAL = ["applied", "planned-and-finished", "discarded", "canceled", "errored"];
const SITES: readonly SiteKey[] = ["openstack", "cloudstack"];

/** Whether nothing moves any more. */
export function isQuiet(world: World): boolean {
  for (const { run } of world.oracle.runs().values()) if (!FINAL.includes(run.status)) return false;
  if ((world.power?.watch.open() ?? 0) > 0) return false;
  if (world.machines.some((machine) => machine.engines().length > 0)) return false;
  return world.clouds.openstack.idle() && world.clouds.cloudstack.idle();
}

/** What is still going on, for the one who asks why a history does not end. */
export function unrest(world: World): string {
  const runs = [...world.oracle.runs().values()].map(({ run }) => run).filter(({ status }) => !FINAL.includes(status));
  const engines = world.machines.flatMap((machine) => machine.engines().map(({ runId, phase }) => `${phase} ${runId}`));
  return [
    ...runs.map(({ id, status, cancelRequested }) => `run ${id} is ${status} (${cancelRequested})`),
    ...engines,
    `${world.power?.watch.open() ?? 0} power actions are open`,
  ].join("; ");
}

/** Holds when nothing moves: no lock, no credential, and every object known or told of. */
export function checkQuiet(world: World): void {
  const { oracle, memory } = world;
  for (const [where, runId] of memory.locks) oracle.blame(`the state of ${where} stays locked by run ${runId}`);
  for (const runId of memory.credentials) oracle.blame(`the credential of run ${runId} outlives it`);
}

/**
 * Every object of a workspace is in its state or on its repair list. After the last apply there is none but in the
 * state, each once, and what people wanted is there.
 */
export async function checkObjects(world: World, isLast: boolean): Promise<void> {
  const { oracle, stores, clouds, workspaces } = world;
  for (const workspace of workspaces.all) {
    for (const site of SITES) {
      const version = await stores.states.current(workspace.id, site);
      const known = version === null ? [] : decodeState(version.bytes).objects;
      const cloudId = world.cloudIds[siteKind(site)];
      const strays = await stores.repairs.strays({ workspaceId: workspace.id, site, cloudId });
      const ids = new Set(known.map(({ id }) => id));
      for (const object of clouds[siteKind(site)].objects.values()) {
        if (object.workspaceId !== workspace.id || ids.has(object.id)) continue;
        const isListed = strays.some(({ id }) => id === object.id);
        if (isListed && !isLast) continue;
        const maker = oracle.runs().get(object.runId)?.run;
        // Nobody looks at a site whose apply went well: see what is not covered in docs/testing.md.
        if (object.twin && maker?.status === "applied") continue;
        oracle.blame(
          `${object.address} ${object.id}${object.twin ? ", a twin," : ""} is in no state ${isListed ? "but listed" : "and on no list"}; ` +
            `run ${object.runId.slice(0, 8)} is ${maker?.status}, ${maker?.failure?.code ?? "without a failure"}`,
        );
      }
      const addresses = known.map(({ address }) => address);
      if (new Set(addresses).size !== addresses.length) oracle.blame(`${workspace.name}/${site} knows something twice`);
      if (isLast) checkConverged(world, workspace.id, site, known);
    }
  }
}

function checkConverged(
  { oracle, clouds, workspaces }: World,
  workspaceId: string,
  site: SiteKey,
  known: ReturnType<typeof decodeState>["objects"],
): void {
  const workspace = workspaces.all.find(({ id }) => id === workspaceId);
  const last = workspace?.revisions.at(-1);
  const wanted = last === undefined ? [] : workspaces.desired(workspaceId, last.number, site);
  for (const { address, spec } of wanted) {
    const object = known.find((one) => one.address === address);
    const real = object && clouds[siteKind(site)].objects.get(object.id);
    if (real === undefined) oracle.blame(`${workspace?.name}/${site} has no ${address} after its last apply`);
    else if (real.spec.size !== spec.size || real.spec.image !== spec.image)
      oracle.blame(`${workspace?.name}/${site}: ${address} is not what was wanted`);
  }
  if (known.length !== wanted.length) oracle.blame(`${workspace?.name}/${site} keeps what nobody wants`);
}
