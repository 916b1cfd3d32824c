import type { Dice } from "./dice.ts";
import { NASTY_TEXTS } from "./nasty-texts.ts";

/** A JSON schema as OpenAPI 3.1 holds it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** What values are made from besides the schema. */
export interface Surroundings {
  readonly dice: Dice;
  readonly schemas: Readonly<Record<string, Schema>>;
  /** Ids that exist, the caller's and others'. */
  readonly ids: readonly string[];
  /** Any text and any JSON. */
  readonly texts: readonly string[];
  readonly values: readonly unknown[];
}

/** Nothing that answers, so that no try leaves this machine. */
const ADDRESSES = ["http://127.0.0.1:9/v3", "https://127.0.0.1:9/", "http://[::1", "ftp://127.0.0.1", "javascript:0"];
const WORDS = ["fuzz", "web-1", "view", "manage", "member", "run.planned", "ubuntu", "a@b.example", "10.0.0.0/8", "1"];
const DEEPEST = 6;

/** A value that the schema mostly accepts. */
export function valueFor(schema: Schema, around: Surroundings, depth = 0): unknown {
  const { dice, schemas } = around;
  if (schema.$ref !== undefined) {
    const named = schemas[schema.$ref.split("/").at(-1) ?? ""];
    return named === undefined || depth > DEEPEST ? null : valueFor(named, around, depth + 1);
  }
  if ("const" in schema) return schema.const;
  if (schema.enum !== undefined) return dice.pick(schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return valueFor(dice.pick(choices), around, depth + 1);
  if (schema.allOf !== undefined) {
    return Object.assign({}, ...schema.allOf.map((part) => valueFor(part, around, depth + 1)));
  }
  if (schema.default !== undefined && dice.oneIn(3)) return schema.default;
  switch ([schema.type].flat()[0]) {
    case "object":
      return objectFor(schema, around, depth);
    case "array":
      return Array.from({ length: (schema.minItems ?? 0) + dice.below(3) }, () =>
        valueFor(schema.items ?? {}, around, depth + 1),
      );
    case "string":
      return textFor(schema, around);
    case "integer":
    case "number":
      return numberFor(schema, dice);
    case "boolean":
      return dice.oneIn(2);
    case "null":
      return null;
    default:
      return junk(around);
  }
}

function objectFor(schema: Schema, around: Surroundings, depth: number): Record<string, unknown> {
  const { dice } = around;
  const made: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const wanted = schema.required?.includes(name) || (depth < DEEPEST && dice.oneIn(2));
    // A planted link opens to the hash of its own id: sent as a token, that id would be the key to it.
    if (wanted) made[name] = name === "token" ? dice.pick(NASTY_TEXTS) : valueFor(property, around, depth + 1);
  }
  const { additionalProperties } = schema;
  if (typeof additionalProperties === "object" && depth < DEEPEST && dice.oneIn(2)) {
    made[dice.pick(WORDS)] = valueFor(additionalProperties, around, depth + 1);
  }
  return made;
}

function textFor({ format, pattern }: Schema, { dice, ids }: Surroundings): string {
  if (format === "uuid") return dice.oneIn(4) ? dice.uuid() : dice.pick(ids);
  if (format === "date-time") return dice.pick(["2026-11-21T12:00:00Z", "2027-01-01T00:00:00.000Z"]);
  if (format === "uri" || format === "url") return dice.pick(ADDRESSES);
  if (format === "email") return `fuzz-${dice.below(1_000)}@example.org`;
  const some = [...WORDS, ...ADDRESSES, ...ids, `fuzz-${dice.below(100_000)}`, "7".repeat(40), "a".repeat(20)];
  if (pattern === undefined) return dice.pick(some);
  const shape = new RegExp(pattern, "u");
  const fitting = some.filter((text) => shape.test(text));
  return dice.pick(fitting.length === 0 ? some : fitting);
}

function numberFor({ minimum = 0, maximum = 100 }: Schema, dice: Dice): number {
  return dice.pick([minimum, maximum, minimum + dice.below(Math.min(maximum - minimum + 1, 50)), 1, 2]);
}

/** Anything at all. */
export function junk({ dice, texts, values }: Surroundings): unknown {
  if (dice.oneIn(2)) return dice.pick(dice.oneIn(2) ? texts : values);
  return dice.pick<unknown>([
    ...[null, true, 0, -1, 1.5, 1e21, [], {}, [null], [[[[]]]], { "": "" }, { constructor: 1 }],
    ...[JSON.parse('{"__proto__": {"siteAdmin": true}}'), dice.pick(NASTY_TEXTS), dice.pick(NASTY_TEXTS)],
  ]);
}

/** The value with one place changed, dropped or added to. */
export function spoil(value: unknown, around: Surroundings): unknown {
  const { dice } = around;
  if (typeof value !== "object" || value === null || dice.oneIn(5)) return junk(around);
  const copy: Record<string, unknown> = { ...value };
  const keys = Object.keys(copy);
  if (keys.length === 0 || dice.oneIn(4)) {
    copy[dice.pick(["unknown", "ownerId", "accountId", "siteAdmin", "role", "id"])] = junk(around);
  } else {
    const key = dice.pick(keys);
    if (dice.oneIn(4)) delete copy[key];
    else copy[key] = spoil(copy[key], around);
  }
  return Array.isArray(value) ? Object.values(copy) : copy;
}
