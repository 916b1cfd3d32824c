import type { CloudstackSitePlan, OpenstackSitePlan } from "../../src/contract/index.ts";
import { synthesizeSite } from "../../stacks/synthesize-site.ts";
import { cloudstackSitePlan } from "../_fixtures/site-plans/cloudstack-site-plan.ts";
import { openstackSitePlan } from "../_fixtures/site-plans/openstack-site-plan.ts";

type Json = Record<string, unknown>;
export interface Element {
  readonly type: string;
  readonly name: string;
  readonly values: Json;
}

/** Synthesized Terraform of one site, opened for assertions. */
export interface Synthesized {
  readonly text: string;
  readonly json: Json;
  readonly elements: readonly Element[];
  /** Values of the only element of a type. */
  one(type: string): Json;
  /** Values of the element at `type.name`. */
  at(address: string): Json;
  addresses(): string[];
  outputs(): Json;
}

export function synthOpenstack(changes: Partial<OpenstackSitePlan> = {}): Synthesized {
  return synth(openstackSitePlan(changes));
}
export function synthCloudstack(changes: Partial<CloudstackSitePlan> = {}): Synthesized {
  return synth(cloudstackSitePlan(changes));
}

/** Synthesizes whatever it is given, so that refusals can be tried too. */
export function synth(plan: unknown): Synthesized {
  const text = synthesizeSite(plan)["cdk.tf.json"] ?? "";
  const json = JSON.parse(text) as Json;
  const byType = (json["resource"] ?? {}) as Record<string, Record<string, Json>>;
  const elements = Object.entries(byType).flatMap(([type, named]) =>
    Object.entries(named).map(([name, values]) => ({ type, name, values })),
  );
  return {
    text,
    json,
    elements,
    one: (type) => only(elements.filter((element) => element.type === type)),
    at: (address) => only(elements.filter(({ type, name }) => `${type}.${name}` === address)),
    addresses: () => elements.map(({ type, name }) => `${type}.${name}`),
    outputs: () =>
      Object.fromEntries(
        Object.entries(json["output"] as Record<string, { value: unknown }>).map(([name, { value }]) => [name, value]),
      ),
  };
}

function only(found: readonly Element[]): Json {
  const [element, ...others] = found;
  if (element === undefined || others.length > 0) throw new Error(`Expected one element, found ${found.length}`);
  return element.values;
}

/** A Terraform expression as it stands in the JSON. */
export function ref(expression: string): string {
  return `\${${expression}}`;
}
