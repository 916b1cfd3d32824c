import type { Instance, Workspace } from "../../../src/contract/index.ts";

/** A machine as its owner thinks of it: one thing, in two places. */
export interface Machine {
  readonly workspace: Workspace;
  /** The serving side first. */
  readonly places: readonly Place[];
}

export interface Place {
  readonly site: Workspace["sites"][number];
  /** Null while the clouds are still being asked. */
  readonly instance: Instance | null;
}

/** What is stored, joined with what the clouds say; by name. */
export function groupMachines(workspaces: readonly Workspace[], instances: readonly Instance[]): readonly Machine[] {
  const seen = new Map(instances.map((instance) => [`${instance.workspaceId} ${instance.site}`, instance]));
  return workspaces
    .map((workspace) => ({
      workspace,
      places: workspace.sites
        .map((site) => ({ site, instance: seen.get(`${workspace.id} ${site.site}`) ?? null }))
        .sort((one, other) => rank(one) - rank(other)),
    }))
    .sort((one, other) => one.workspace.name.localeCompare(other.workspace.name));
}

function rank({ site }: Place): number {
  return site.role === "primary" ? 0 : 1;
}

/** Whether the text occurs in a name, an address or an identifier. */
export function matches(machine: Machine, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return true;
  const words = [
    machine.workspace.name,
    machine.workspace.id,
    ...machine.places.flatMap(({ instance, site }) => [
      site.cloudName,
      instance?.instanceId ?? "",
      instance?.publicAddress ?? "",
      ...(instance?.privateAddresses ?? []),
    ]),
  ];
  return words.some((word) => word.toLowerCase().includes(wanted));
}
