import type { Hardware, Issue, Offering } from "../contract/index.ts";
import { refused } from "../kernel/result.ts";
import { byMeasures, type ChoiceResult, choice } from "./choice.ts";

/** A size and, where the offering leaves them open, the exact numbers. */
export interface ChosenOffering {
  readonly offering: Offering;
  readonly custom: { readonly vcpu: number; readonly memoryMib: number; readonly cpuSpeedMhz: number | null } | null;
}

interface Need {
  readonly vcpu: number;
  readonly memoryMib: number;
}

/** Sizes for one purpose, by the names that operators give them: their hosts are scarce, dear or no virtual ones. */
const SPECIAL_PURPOSE = /(^|[^a-z])(v?gpu|bare-?metal|ironic|windows|win|deprecated)([^a-z]|$)/i;

/**
 * The smallest size that satisfies the need: fewest vCPU, then least memory, then least disk; one for a special purpose
 * only where no other fits.
 * A custom offering would always fit exactly, but its numbers cannot be changed later through the provider
 * (clouds.md C4), so it is taken only when every fixed size is more than twice the need.
 * `keepId` is the size the machine has now; it stays while the need has not changed.
 */
export function chooseOffering(
  offerings: readonly Offering[],
  hardware: Pick<Hardware, "vcpu" | "memoryGib">,
  cloudName: string,
  keepId: string | null,
): ChoiceResult<ChosenOffering> {
  const need = { vcpu: hardware.vcpu, memoryMib: Math.round(hardware.memoryGib * 1024) };
  const kept = offerings.find((offering) => offering.id === keepId && satisfies(offering, need));
  if (kept !== undefined) return chosen(kept, need, `${kept.name} is kept: the need has not changed.`);
  const fixed = offerings
    .filter((offering) => offering.custom === null && satisfies(offering, need))
    .toSorted(
      byMeasures(
        isSpecial,
        (o) => o.vcpu,
        (o) => o.memoryMib,
        (o) => o.rootDiskGib ?? 0,
        (o) => o.name,
        (o) => o.id,
      ),
    );
  const custom = offerings
    .filter((offering) => offering.custom !== null && satisfies(offering, need))
    .toSorted(
      byMeasures(
        isSpecial,
        (o) => o.name,
        (o) => o.id,
      ),
    )[0];
  const smallest = fixed[0];
  if (smallest !== undefined && (custom === undefined || !isWasteful(smallest, need))) {
    return chosen(smallest, need, `${smallest.name} (${size(smallest)}) is the smallest that has ${size(need)}.`);
  }
  if (custom === undefined) return refused([nothingFits(offerings, need, cloudName)]);
  return chosen(custom, need, `${custom.name} takes any size and is set to exactly ${size(need)}.`);
}

function satisfies(offering: Offering, need: Need): boolean {
  const { custom } = offering;
  if (custom === null) return offering.vcpu >= need.vcpu && offering.memoryMib >= need.memoryMib;
  return (
    Math.max(need.vcpu, custom.minVcpu) <= custom.maxVcpu &&
    Math.max(need.memoryMib, custom.minMemoryMib) <= custom.maxMemoryMib
  );
}

function isSpecial({ name }: Offering): number {
  return SPECIAL_PURPOSE.test(name) ? 1 : 0;
}

function isWasteful(offering: Offering, need: Need): boolean {
  return offering.vcpu > 2 * need.vcpu || offering.memoryMib > 2 * need.memoryMib;
}

function chosen(offering: Offering, need: Need, reason: string): ChoiceResult<ChosenOffering> {
  const range = offering.custom;
  if (range === null) return choice({ offering, custom: null }, reason);
  const custom = {
    vcpu: Math.max(need.vcpu, range.minVcpu),
    memoryMib: Math.max(need.memoryMib, range.minMemoryMib),
    cpuSpeedMhz: range.cpuSpeedMhz,
  };
  return choice({ offering, custom }, reason, [
    `“${offering.name}” is a custom size: a later change of processors or memory takes effect only after the machine was stopped and started.`,
  ]);
}

function nothingFits(offerings: readonly Offering[], need: Need, cloudName: string): Issue {
  const most = {
    vcpu: Math.max(0, ...offerings.map((o) => o.custom?.maxVcpu ?? o.vcpu)),
    memoryMib: Math.max(0, ...offerings.map((o) => o.custom?.maxMemoryMib ?? o.memoryMib)),
  };
  const pointer =
    most.vcpu < need.vcpu ? "/hardware/vcpu" : most.memoryMib < need.memoryMib ? "/hardware/memoryGib" : "/hardware";
  const nearest = offerings.toSorted(
    byMeasures(
      (o) => shortfall(largest(o), need),
      (o) => o.vcpu,
      (o) => o.name,
    ),
  )[0];
  return {
    pointer,
    code: "no-offering",
    message: `Cloud “${cloudName}” has no size with ${size(need)}.`,
    remedy:
      nearest === undefined
        ? "It offers no sizes at all; ask its administrator or choose another cloud."
        : `The nearest is ${nearest.name} with ${size(largest(nearest))}; ask for no more than that, or choose another cloud.`,
  };
}

function largest(offering: Offering): Need {
  const { custom } = offering;
  return custom === null ? offering : { vcpu: custom.maxVcpu, memoryMib: custom.maxMemoryMib };
}

/** How much of the need a size lacks, as a sum of shares. */
function shortfall(has: Need, need: Need): number {
  return Math.max(0, 1 - has.vcpu / need.vcpu) + Math.max(0, 1 - has.memoryMib / need.memoryMib);
}

function size({ vcpu, memoryMib }: Need): string {
  return `${vcpu} vCPU and ${Math.round((memoryMib / 1024) * 100) / 100} GiB of memory`;
}
