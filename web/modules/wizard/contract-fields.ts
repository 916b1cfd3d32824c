import { toJSONSchema } from "zod";
import { type ContractField, type JsonSchema, readContract } from "../../components/read-contract.ts";
import { RequirementRequest } from "./contract.ts";

export { type ContractField, presetOf } from "../../components/read-contract.ts";

const schema = toJSONSchema(RequirementRequest, { io: "input", unrepresentable: "any" }) as JsonSchema;

/** The whole requirement, read from the contract once. */
export const REQUIREMENT: ContractField = { ...readContract(schema), partial: true };

/** Paths of all fields that a person fills in, such as `hardware/vcpu`; an entry of a list is `*`. */
export function fieldPaths(field: ContractField = REQUIREMENT, path = ""): readonly string[] {
  return [...field.fields].flatMap(([name, inner]) => {
    const here = path === "" ? name : `${path}/${name}`;
    const own = name !== "*" && (inner.kind !== "group" || inner.nullable) ? [here] : [];
    return [...own, ...fieldPaths(inner, here)];
  });
}

/** The field behind a path or a form's name; a list's index counts as `*`. Throws RangeError for an unknown one. */
export function fieldAt(path: string): ContractField {
  let field = REQUIREMENT;
  for (const name of path.split(/[./]/)) {
    const next = field.fields.get(name) ?? field.fields.get("*");
    if (next === undefined) throw new RangeError(`the contract has no field ${path}`);
    field = next;
  }
  return field;
}

/** From a form's name to a path: `hardware.volumes.0.name` is `name` of `*` of `hardware/volumes`. */
export function pathOf(name: string): string {
  return name
    .split(".")
    .map((part) => (/^\d+$/.test(part) ? "*" : part))
    .join("/");
}
