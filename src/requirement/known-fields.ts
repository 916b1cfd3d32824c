import { RequirementRequest } from "../contract/index.ts";

/** The parts of a zod schema this walk reads; zod itself stays behind the contract. */
interface Schema {
  readonly def: {
    readonly shape?: Readonly<Record<string, Schema>>;
    readonly innerType?: Schema;
    readonly element?: Schema;
    readonly options?: readonly Schema[];
  };
  readonly minValue?: number | null;
  readonly maxValue?: number | null;
}

/** Names a request may use at a path; empty where the names are free, as in labels. */
export function knownFields(path: readonly PropertyKey[]): readonly string[] {
  return [...new Set(schemasAt(path).flatMap(({ def }) => Object.keys(def.shape ?? {})))];
}

/** Smallest and largest number allowed at a path; null where the field is no number with both ends. */
export function allowedRange(path: readonly PropertyKey[]): { readonly from: number; readonly to: number } | null {
  for (const { minValue, maxValue } of schemasAt(path)) {
    if (typeof minValue === "number" && typeof maxValue === "number") return { from: minValue, to: maxValue };
  }
  return null;
}

function schemasAt(path: readonly PropertyKey[]): readonly Schema[] {
  let level: readonly Schema[] = unwrap(RequirementRequest as unknown as Schema);
  for (const part of path) level = level.flatMap((schema) => step(schema, part));
  return level;
}

function step({ def }: Schema, part: PropertyKey): readonly Schema[] {
  if (def.element !== undefined) return unwrap(def.element);
  const shape = def.shape ?? {};
  const next = Object.hasOwn(shape, part) ? shape[String(part)] : undefined;
  return next === undefined ? [] : unwrap(next);
}

function unwrap(schema: Schema): readonly Schema[] {
  const { options, innerType } = schema.def;
  if (options !== undefined) return options.flatMap(unwrap);
  return innerType === undefined ? [schema] : unwrap(innerType);
}
