import type { RecordedDurations } from "../../src/change/index.ts";
import { type PlannedSide, previewChange } from "../../src/change/index.ts";
import type { ChangePreview, DeploymentPlan, Requirement } from "../../src/contract/index.ts";
import { type CompileInput, compilePlan } from "../../src/plan/index.ts";
import { inputFor, requirementOf, tokens } from "../plan/_fakes/compile.ts";
import { planOf } from "../plan/_fakes/plans.ts";

type Request = Readonly<Record<string, unknown>>;

/** A small machine on both clouds: main on OpenStack (“north”), a running standby on CloudStack (“south”). */
export const SHOP: Request = {
  hardware: { vcpu: 1, memoryGib: 1, rootDiskGib: 20, volumes: [{ name: "files", sizeGib: 10 }] },
  software: { packages: ["nginx"], services: ["nginx"] },
  network: { openPorts: [{ port: 80 }], publicAddress: true },
  placement: { main: "north", standby: { cloud: "south", mode: "running" } },
};

export interface Scene {
  readonly requirement: Requirement;
  readonly plan: DeploymentPlan;
  preview(planned?: readonly PlannedSide[], recorded?: RecordedDurations): ChangePreview;
}

/** What stands as `before` asks, and what `after` would make of it. */
export async function changed(before: Request, after: Request, patch: Partial<CompileInput> = {}): Promise<Scene> {
  const old = await requirementOf(before);
  const first = planOf(compilePlan(inputFor(old)));
  const requirement = await requirementOf(after, old);
  const rest = { revision: 2, previous: first, previousRequirement: old, bootstrapTokens: tokens("new"), ...patch };
  const plan = planOf(compilePlan(inputFor(requirement, rest)));
  const standing = first.sites.map((site) => ({ revision: 1, requirement: old, plan: site }));
  return {
    ...{ requirement, plan },
    preview: (planned = [], recorded = { restarts: [], rebuilds: [] }) =>
      previewChange({
        ...{ number: 2, superseded: false, requirement, standing, planned },
        sites: plan.sites,
        recorded: () => recorded,
      }),
  };
}

/** `SHOP` with some groups changed. */
export function shop(patch: Readonly<Record<string, object>>): Request {
  const merged = Object.entries(patch).map(([group, fields]) => [group, { ...(SHOP[group] as object), ...fields }]);
  return { ...SHOP, ...Object.fromEntries(merged) };
}

/** The main machine on CloudStack instead. */
export const ON_CLOUDSTACK = { placement: { main: "south", standby: { cloud: "north", mode: "running" } } };
