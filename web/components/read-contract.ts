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
  /** Of a choice between groups: the field that tells which, and each group's own fields. */
  readonly tag?: string;
  readonly variants?: ReadonlyMap<string, ReadonlyMap<string, ContractField>>;
}

export interface JsonSchema {
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

type Follow = (said: JsonSchema) => JsonSchema;

/** Reads a whole schema as zod writes it down (`toJSONSchema`, for input). */
export function readContract(schema: JsonSchema): ContractField {
  return read(schema, false, (said) => {
    const name = said.$ref?.split("/").at(-1);
    return name === undefined ? said : { ...(schema.$defs?.[name] ?? {}), ...said };
  });
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

function read(said: JsonSchema, optional: boolean, follow: Follow): ContractField {
  const target = follow(said);
  const kinds = (target.anyOf ?? []).map(follow);
  const nullable = kinds.some(({ type }) => type === "null");
  const others = kinds.filter(({ type }) => type !== "null");
  const only = others.length === 1 ? others[0] : undefined;
  const shape = { ...target, ...only };
  return {
    ...readShape(shape, others, follow),
    nullable,
    optional: optional && said.default === undefined,
    orNumber: others.some(({ type }) => type === "integer") && others.length > 1,
    ...(said.default !== undefined && { preset: said.default }),
    examples: (said.examples ?? []).map(String),
  };
}

type Shape = Omit<ContractField, "nullable" | "optional" | "orNumber" | "preset" | "examples">;

function readShape(shape: JsonSchema, others: readonly JsonSchema[], follow: Follow): Shape {
  const none = { choices: [], fields: new Map<string, ContractField>(), partial: false };
  if (shape.oneOf !== undefined) {
    const options = shape.oneOf.map(follow);
    const tag = tagOf(options);
    const without = (option: JsonSchema) => [...fieldsOf(option, follow)].filter(([name]) => name !== tag);
    const choices = options.map((option) => option.properties?.[tag]?.const ?? "");
    const variants = new Map(options.map((option, index) => [choices[index] ?? "", new Map(without(option))]));
    return { ...none, kind: "either", choices, fields: new Map(options.flatMap(without)), tag, variants };
  }
  if (others.length > 1) return { ...none, kind: "text", choices: others.flatMap((other) => other.const ?? []) };
  if (shape.enum !== undefined) return { ...none, kind: "choice", choices: shape.enum };
  switch (shape.type) {
    case "object":
      return shape.properties === undefined
        ? { ...none, kind: "pairs" }
        : { ...none, kind: "group", fields: fieldsOf(shape, follow), partial: (shape.required ?? []).length === 0 };
    case "array":
      return {
        ...none,
        kind: "list",
        fields: new Map([["*", read(shape.items ?? {}, false, follow)]]),
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

function fieldsOf({ properties = {}, required = [] }: JsonSchema, follow: Follow): Map<string, ContractField> {
  return new Map(
    Object.entries(properties).map(([name, inner]) => [name, read(inner, !required.includes(name), follow)]),
  );
}

/** The field by which the variants of a choice are told apart. */
function tagOf([first]: readonly JsonSchema[]): string {
  return Object.entries(first?.properties ?? {}).find(([, inner]) => inner.const !== undefined)?.[0] ?? "kind";
}
