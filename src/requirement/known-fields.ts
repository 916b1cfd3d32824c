import { RequirementRequest } from "../contract/index.ts";

/** The parts of a zod schema's definition this walk reads; zod itself stays behind the contract. */
interface Definition {
  readonly type?: string;
  readonly shape?: Readonly<Record<string, { readonly def: Definition }>>;
  readonly innerType?: { readonly def: Definition };
  readonly element?: { readonly def: Definition };
  readonly options?: readonly { readonly def: Definition }[];
}

/** Names a request may use at a path; empty where the names are free, as in labels. */
export function knownFields(path: readonly PropertyKey[]): readonly string[] {
  let level: readonly Definition[] = unwrap(RequirementRequest.def as unknown as Definition);
  for (const part of path) {
    level = level.flatMap((definition) => step(definition, part));
  }
  return [...new Set(level.flatMap((definition) => Object.keys(definition.shape ?? {})))];
}

function step(definition: Definition, part: PropertyKey): readonly Definition[] {
  if (definition.type === "array" && definition.element !== undefined) return unwrap(definition.element.def);
  const shape = definition.shape ?? {};
  const next = Object.hasOwn(shape, part) ? shape[String(part)] : undefined;
  return next === undefined ? [] : unwrap(next.def);
}

function unwrap(definition: Definition): readonly Definition[] {
  if (definition.options !== undefined) return definition.options.flatMap((option) => unwrap(option.def));
  if (definition.innerType !== undefined) return unwrap(definition.innerType.def);
  return [definition];
}
