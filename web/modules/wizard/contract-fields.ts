import { toJSONSchema } from "zod";
import { RequirementRequest } from "./contract.ts";

/** What the contract says of one field, as far as a form needs it. */
export interface ContractField {
  readonly kind: "text" | "number" | "switch" | "choice" | "list" | "group" | "pairs" | "either";
  readonly nullable: boolean;
  readonly optional: boolean;
  /** A text that may also be a whole number, such as a port. */
  readonly orNumber: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly choices: readonly string[];
  readonly preset?: unknown;
  readonly examples: readonly string[];
  /** A group's fields, or a list's one entry under `*`. */
  readonly fields: ReadonlyMap<string, ContractField>;
  /** A group that may be given in part: what is left out comes from the profile. */
  readonly partial: boolean;
}

interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
}

const schema = toJSONSchema(RequirementRequest, { io: "input", unrepresentable: "any" }) as JsonSchema;

/** The whole requirement, read from the contract once. */
export const REQUIREMENT: ContractField = { ...read(schema, false), partial: true };

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

/** What a new entry or a switched-on group begins with. */
export function presetOf(field: ContractField): unknown {
  if (field.preset !== undefined) return field.preset;
  switch (field.kind) {
    case "group":
      return Object.fromEntries(
        [...field.fields].filter(([, inner]) => !inner.optional).map(([name, inner]) => [name, presetOf(inner)]),
      );
    case "choice":
      return field.choices[0] ?? "";
    case "number":
      return field.min ?? 0;
    case "switch":
      return false;
    case "list":
      return [];
    case "pairs":
    case "either":
      return {};
    case "text":
      return "";
  }
}

function read(said: JsonSchema, optional: boolean): ContractField {
  const target = followed(said);
  const kinds = (target.anyOf ?? []).map(followed);
  const nullable = kinds.some(({ type }) => type === "null");
  const others = kinds.filter(({ type }) => type !== "null");
  const only = others.length === 1 ? others[0] : undefined;
  const shape = { ...target, ...only };
  return {
    ...readShape(shape, others),
    nullable,
    optional: optional && said.default === undefined,
    orNumber: others.some(({ type }) => type === "integer") && others.length > 1,
    ...(said.default !== undefined && { preset: said.default }),
    examples: (said.examples ?? []).map(String),
  };
}

type Shape = Omit<ContractField, "nullable" | "optional" | "orNumber" | "preset" | "examples">;

function readShape(shape: JsonSchema, others: readonly JsonSchema[]): Shape {
  const none = { choices: [], fields: new Map<string, ContractField>(), partial: false };
  if (shape.oneOf !== undefined) {
    const variants = shape.oneOf.map(followed);
    const fields = new Map(variants.flatMap((variant) => [...fieldsOf(variant)]).filter(([name]) => name !== "kind"));
    const choices = variants.map((variant) => variant.properties?.["kind"]?.const ?? "");
    return { ...none, kind: "either", choices, fields };
  }
  if (others.length > 1) return { ...none, kind: "text", choices: others.flatMap((other) => other.const ?? []) };
  if (shape.enum !== undefined) return { ...none, kind: "choice", choices: shape.enum };
  switch (shape.type) {
    case "object":
      return shape.properties === undefined
        ? { ...none, kind: "pairs" }
        : { ...none, kind: "group", fields: fieldsOf(shape), partial: (shape.required ?? []).length === 0 };
    case "array":
      return {
        ...none,
        kind: "list",
        fields: new Map([["*", read(shape.items ?? {}, false)]]),
        ...(shape.maxItems !== undefined && { maxItems: shape.maxItems }),
      };
    case "boolean":
      return { ...none, kind: "switch" };
    case "integer":
    case "number":
      return {
        ...none,
        kind: "number",
        ...(shape.minimum !== undefined && { min: shape.minimum }),
        ...(shape.maximum !== undefined && { max: shape.maximum }),
        step: shape.multipleOf ?? 1,
      };
    default:
      return { ...none, kind: "text", ...(shape.maxLength !== undefined && { maxLength: shape.maxLength }) };
  }
}

function fieldsOf({ properties = {}, required = [] }: JsonSchema): Map<string, ContractField> {
  return new Map(Object.entries(properties).map(([name, inner]) => [name, read(inner, !required.includes(name))]));
}

function followed(said: JsonSchema): JsonSchema {
  const name = said.$ref?.split("/").at(-1);
  return name === undefined ? said : { ...(schema.$defs?.[name] ?? {}), ...said };
}
