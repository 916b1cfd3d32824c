import type { Issue, Requirement } from "../contract/index.ts";
import { standingRequirements } from "./as-it-stands.ts";
import type { PlanInput } from "./site-context.ts";

/** What depends on the plan before or on this installation, but on no catalog. */
export function planRules(input: PlanInput): {
  readonly issues: readonly Issue[];
  readonly warnings: readonly string[];
} {
  return {
    issues: [...shrinkingIssues(input), ...secretIssues(input)],
    warnings: [
      ...newVolumes(input),
      ...(input.requirement.protection.enabled && input.publicUrl === null
        ? [
            "Machines cannot reach this service, so there is no agent: services are not held back on the standby and heartbeats are missing. If that matters, start the service with TWINSTACK_PUBLIC_URL set to an address that both clouds reach, before the machine is made.",
          ]
        : []),
    ],
  };
}

/** Both clouds only grow disks; a smaller one would mean a new, empty disk. */
function shrinkingIssues(input: PlanInput): readonly Issue[] {
  const [issues = []] = standingRequirements(input)
    .map((before) => shrunkSince(before, input.requirement))
    .filter((found) => found.length > 0);
  return issues;
}

function shrunkSince({ hardware: before }: Requirement, requirement: Requirement): readonly Issue[] {
  const { rootDiskGib, volumes } = requirement.hardware;
  const shrunk = volumes.flatMap((volume, index) => {
    const old = before.volumes.find(({ name }) => name === volume.name);
    return old !== undefined && old.sizeGib > volume.sizeGib
      ? [shrinks(`/hardware/volumes/${index}/sizeGib`, `Volume “${volume.name}”`, old.sizeGib, volume.sizeGib)]
      : [];
  });
  return rootDiskGib < before.rootDiskGib
    ? [shrinks("/hardware/rootDiskGib", "The system disk", before.rootDiskGib, rootDiskGib), ...shrunk]
    : shrunk;
}

function shrinks(pointer: string, what: string, from: number, to: number): Issue {
  return {
    pointer,
    code: "disk-shrinks",
    message: `${what} has ${from} GiB; a disk cannot shrink to ${to} GiB without losing what is on it.`,
    remedy: `Ask for ${from} GiB or more, or add a new, smaller volume and move the files yourself.`,
  };
}

/** A secret file is fetched by the machine; where it cannot reach us, the file would never arrive. */
function secretIssues({ requirement, publicUrl }: PlanInput): readonly Issue[] {
  if (publicUrl !== null) return [];
  return requirement.software.files.flatMap((file, index) =>
    file.secret
      ? [
          {
            pointer: `/software/files/${index}/secret`,
            code: "secret-file-unreachable",
            message: `The machine fetches ${file.path} from this service, but the service has no address that machines can reach.`,
            remedy:
              "Start the service with TWINSTACK_PUBLIC_URL set to an address that both clouds can reach, or remove the secret file.",
          },
        ]
      : [],
  );
}

/** A new volume of a standing machine comes blank: first boot, which would format it, is over. */
function newVolumes(input: PlanInput): readonly string[] {
  const standing = standingRequirements(input);
  if (standing.length === 0) return [];
  const known = new Set(standing.flatMap(({ hardware }) => hardware.volumes.map(({ name }) => name)));
  return input.requirement.hardware.volumes
    .filter(({ name }) => !known.has(name))
    .map(
      ({ name, sizeGib, mountPath }) =>
        `On a machine that already stands, the new volume “${name}” arrives blank. After the apply, run there: sudo twinstack-volumes ${name} ${sizeGib} ${mountPath ?? `/data/${name}`}`,
    );
}
