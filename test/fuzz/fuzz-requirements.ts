import fc from "fast-check";
import { makeSecrets } from "../../src/adapters/secrets/secrets.ts";
import { parseYaml } from "../../src/adapters/text/parse-yaml.ts";
import type { SitePlan } from "../../src/contract/index.ts";
import { compilePlan } from "../../src/plan/index.ts";
import { checkRequirement, resolveRequirement } from "../../src/requirement/index.ts";
import { synthesizeSite } from "../../stacks/synthesize-site.ts";
import { inputFor, NOW } from "../plan/_fakes/compile.ts";
import { plausibleRequirements, requirementDocuments } from "./requirement-arbitrary.ts";

export interface RequirementCounts {
  readonly inputs: number;
  readonly refused: number;
  /** Accepted, but no offered cloud fits: the plan says why. */
  readonly unplaced: number;
  readonly synthesized: number;
  readonly sites: number;
}

export interface SynthesizedSite {
  readonly cloud: SitePlan["cloud"];
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Sends documents through check, resolve, compile and synthesis as a submission would.
 *
 * @throws when one neither is refused with issues nor becomes Terraform; the message holds the document
 */
export async function fuzzRequirements(
  options: { readonly seed: number; readonly inputs: number; readonly plausible?: boolean },
  onSite: (site: SynthesizedSite) => void = () => undefined,
): Promise<RequirementCounts> {
  const counts = { inputs: 0, refused: 0, unplaced: 0, synthesized: 0, sites: 0 };
  const secrets = { ...makeSecrets(), hashPassword: async () => "$6$salt$hash" };
  const documents = options.plausible ? plausibleRequirements : requirementDocuments;
  for (const input of fc.sample(documents, { seed: options.seed, numRuns: options.inputs })) {
    counts.inputs += 1;
    try {
      await one(input);
    } catch (error) {
      throw new Error(`Seed ${options.seed}, input ${counts.inputs}: ${JSON.stringify(input)}`, { cause: error });
    }
  }
  return counts;

  async function one(input: unknown): Promise<void> {
    const checked = checkRequirement(input, { parseYaml, now: NOW });
    if (!checked.ok) {
      if (checked.error.length === 0) throw new Error("refused without a word");
      counts.refused += 1;
      return;
    }
    const { requirement } = await resolveRequirement(checked.value, null, secrets);
    const plan = compilePlan(inputFor(requirement));
    if (!plan.ok) {
      if (plan.error.length === 0) throw new Error("not placed, without a word");
      counts.unplaced += 1;
      return;
    }
    for (const site of plan.value.sites) {
      const files = synthesizeSite(site);
      JSON.parse(files["cdk.tf.json"] ?? "");
      counts.sites += 1;
      onSite({ cloud: site.cloud, files });
    }
    counts.synthesized += 1;
  }
}
