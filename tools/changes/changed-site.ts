import type { PlanSummary, SiteOutputs, SitePlan } from "../../src/contract/index.ts";
import { classifyChange } from "../../src/drift/index.ts";
import { summarizePlan } from "../../src/run/index.ts";
import { synthesizeSite } from "../../stacks/synthesize-site.ts";
import { type EngineBench, openEngineBench } from "../../test/_helpers/engine-bench.ts";

type Environment = Readonly<Record<string, string>>;

/** What a cloud was told to do to a machine since the last look, in its own words. */
export type ToldActs = (machineId: string | null) => Promise<readonly string[]>;

/** One change as the report tells it. */
export interface ChangedSite {
  readonly summary: PlanSummary;
  /** Null: refused, so nothing was applied. */
  readonly happened: string | null;
}

/** A site that stands on a sandbox cloud, is changed, looked at, and put back. */
export async function openChangedSite(environment: Environment, base: SitePlan, told: ToldActs) {
  const bench: EngineBench = await openEngineBench();
  const engine = bench.engine();

  async function plan(site: SitePlan, kind: "apply" | "destroy" = "apply") {
    const files = synthesizeSite(site);
    const result = await engine.plan(await bench.request(files, { site: site.cloud, kind, environment }));
    if (result.kind !== "planned") throw new Error(JSON.stringify(result));
    const summary = summarizePlan(result.planJson, { role: site.role, machine: site.machine }, classifyChange);
    return { planFile: result.planFile, files, summary, site, kind };
  }

  async function apply({ planFile, files, site, kind }: Awaited<ReturnType<typeof plan>>): Promise<SiteOutputs | null> {
    const stored = { planFile, planJson: {}, terraform: files, stateSerial: null };
    const result = await engine.apply(await bench.request(files, { site: site.cloud, kind, environment }), stored);
    if (result.kind !== "applied") throw new Error(JSON.stringify(result));
    return result.outputs;
  }

  /** Made anew where there is no way back, as from a larger disk. */
  async function putBack(): Promise<SiteOutputs | null> {
    const back = await plan(base);
    if (back.summary.rejected.length === 0) return apply(back);
    await apply(await plan(base, "destroy"));
    return apply(await plan(base));
  }

  let standing = await apply(await plan(base));
  await told(standing?.instance_id ?? null);

  return {
    async change(site: SitePlan): Promise<ChangedSite> {
      const planned = await plan(site);
      const { summary } = planned;
      if (summary.rejected.length > 0) return { summary, happened: null };
      const before = standing;
      const after = await apply(planned);
      const acts = await told(after?.instance_id ?? before?.instance_id ?? null);
      const happened = [...differences(before, after), ...(acts.length > 0 ? [`the cloud: ${acts.join(", ")}`] : [])];
      standing = await putBack();
      await told(standing?.instance_id ?? null);
      return { summary, happened: happened.join("; ") };
    },
    close: () => bench.close(),
  };
}

function differences(before: SiteOutputs | null, after: SiteOutputs | null): readonly string[] {
  const volumes = Object.entries(before?.volume_ids ?? {});
  const disks = volumes.map(([name, id]) => told(`volume ${name}`, id, after?.volume_ids[name] ?? null));
  const root = before?.root_volume_id ?? null;
  return [
    told("machine", before?.instance_id ?? null, after?.instance_id ?? null),
    ...(root === null ? [] : [told("system disk", root, after?.root_volume_id ?? null)]),
    ...disks,
    told("public address", before?.public_address ?? null, after?.public_address ?? null),
  ];
}

function told(what: string, before: string | null, after: string | null): string {
  if (after === null) return `${what} gone`;
  return before === after ? `same ${what}` : `${before === null ? "new" : "another"} ${what}`;
}
