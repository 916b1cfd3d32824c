import type { CloudKind, Instance, MachineState, Role, SiteKey } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import type { CloudClients } from "./open-cloud-client.ts";
import type { ObservedInstance } from "./ports.ts";

/** A site of a workspace and where Terraform says its machine is. */
export interface SiteRef {
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly site: SiteKey;
  readonly role: Role;
  readonly cloudId: string;
  readonly cloudName: string;
  readonly cloudKind: CloudKind;
  readonly sandbox: boolean;
  readonly machine: MachineState;
  readonly instanceName: string;
  /** Null before the first apply and on a pilot light. */
  readonly instanceId: string | null;
}

/** Facts from the last time a cloud answered. */
interface LastKnownInstances {
  read(workspaceIds: readonly string[]): Promise<readonly Instance[]>;
  save(instances: readonly Instance[]): Promise<void>;
}

export interface ListInstancesPorts {
  readonly sites: () => Promise<readonly SiteRef[]>;
  readonly clients: CloudClients;
  readonly lastKnown: LastKnownInstances;
  readonly clock: Clock;
  /** A new signal that fires when a cloud has had long enough. */
  readonly timeLimit: () => AbortSignal;
}

/** Live facts of every machine. A cloud that does not answer costs freshness of its own machines, nothing else. */
export type ListInstances = () => Promise<readonly Instance[]>;

type Answer =
  | { readonly ok: true; readonly machines: ReadonlyMap<string, ObservedInstance> }
  | { readonly ok: false; readonly reason: string };

export function makeListInstances(ports: ListInstancesPorts): ListInstances {
  return async () => {
    const sites = await ports.sites();
    const clouds = [...new Set(sites.filter(({ instanceId }) => instanceId !== null).map(({ cloudId }) => cloudId))];
    const answers = new Map(
      await Promise.all(clouds.map(async (cloudId) => [cloudId, await askCloud(ports, cloudId, sites)] as const)),
    );
    const anySilent = [...answers.values()].some((answer) => !answer.ok);
    const known = anySilent ? await ports.lastKnown.read([...new Set(sites.map((site) => site.workspaceId))]) : [];
    const now = ports.clock.now().toISOString();
    const instances = sites.map((site) => describeSite(site, answers.get(site.cloudId), known, now));
    await ports.lastKnown.save(instances.filter((instance) => !instance.stale && instance.instanceId !== null));
    return instances;
  };
}

/** All machines of one cloud in one question; whatever goes wrong is a reason, not an exception. */
async function askCloud(
  { clients, timeLimit }: ListInstancesPorts,
  cloudId: string,
  sites: readonly SiteRef[],
): Promise<Answer> {
  const ids = sites.flatMap((site) => (site.cloudId === cloudId && site.instanceId !== null ? [site.instanceId] : []));
  try {
    const limit = timeLimit();
    const client = await clients(cloudId);
    const machines = await Promise.race([client.observeInstances([...new Set(ids)], limit), tooLate(limit)]);
    return { ok: true, machines: new Map(machines.map((machine) => [machine.instanceId ?? "", machine])) };
  } catch (error) {
    const reason = error instanceof AppError ? error.message : "The cloud's answer could not be understood.";
    return { ok: false, reason };
  }
}

/** A client that overlooks its signal must not hold up the others. */
function tooLate(limit: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () =>
      reject(new AppError("cloud-unreachable", "The cloud did not answer in time.", { reason: "time-out" }));
    if (limit.aborted) stop();
    else limit.addEventListener("abort", stop, { once: true });
  });
}

function describeSite(site: SiteRef, answer: Answer | undefined, known: readonly Instance[], now: string): Instance {
  if (site.instanceId === null || answer === undefined) {
    return { ...identityOf(site), ...NOTHING, powerState: "absent", stale: false, staleReason: null, observedAt: null };
  }
  if (!answer.ok) return staleInstance(site, answer.reason, known);
  const machine = answer.machines.get(site.instanceId);
  const fresh = { stale: false, staleReason: null, observedAt: now };
  if (machine === undefined) return { ...identityOf(site), ...NOTHING, powerState: "absent", ...fresh };
  return { ...identityOf(site), ...machine, ...fresh };
}

function staleInstance(site: SiteRef, reason: string, known: readonly Instance[]): Instance {
  const last = known.find(
    ({ workspaceId, site: key, instanceId }) =>
      workspaceId === site.workspaceId && key === site.site && instanceId === site.instanceId,
  );
  const facts = last ?? { ...NOTHING, powerState: "unknown" as const, observedAt: null };
  return { ...facts, ...identityOf(site), stale: true, staleReason: reason };
}

const NOTHING = {
  vcpu: null,
  memoryMib: null,
  offering: null,
  diskGib: null,
  privateAddresses: [],
  publicAddress: null,
  cloudStatus: null,
};

function identityOf(site: SiteRef): Omit<SiteRef, "machine" | "instanceName"> & { readonly name: string } {
  const { machine: _, instanceName, ...identity } = site;
  return { ...identity, name: instanceName };
}
