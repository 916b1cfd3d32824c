import * as z from "zod";
import { RequirementRequest } from "../../src/contract/index.ts";
import { PROFILES } from "../../src/requirement/profiles.ts";

interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
  readonly format?: string;
}

const HEAD = `# The requirement file

A requirement is YAML or JSON. Only \`name\` is needed; everything else comes from the profile and can be overridden one value at a time. Lists replace the profile's list. \`npx twinstack validate FILE\` reports everything that is wrong at once.

This page is generated from the contract by \`npm run generate\`; a test fails when it is stale.
`;

/** The reference page of all fields, written from the zod contract alone. */
export function requirementPage(): string {
  const root = z.toJSONSchema(RequirementRequest, { io: "input" }) as JsonSchema;
  const rows = Object.entries(resolve(root, root).properties ?? {}).flatMap(([name, schema]) =>
    fieldRows(name, schema, root),
  );
  const table = ["| field | what it is | values |", "|---|---|---|", ...rows].join("\n");
  return `${HEAD}\n## Fields\n\n${table}\n\n## Profiles\n\n${profileTable()}\n`;
}

function profileTable(): string {
  const rows = PROFILES.map(
    ({ id, summary, hardware }) =>
      `| \`${id}\` | ${summary} | ${hardware.vcpu} vCPU, ${hardware.memoryGib} GiB, ${hardware.rootDiskGib} GiB disk |`,
  );
  return ["| profile | for | size |", "|---|---|---|", ...rows].join("\n");
}

function fieldRows(path: string, given: JsonSchema, root: JsonSchema): readonly string[] {
  const schema = resolve(given, root);
  const words = [given.title ?? schema.title, given.description ?? schema.description].filter(Boolean).join(". ");
  const row = `| \`${path}\` | ${cell(words)} | ${cell(valuesOf(schema, root))} |`;
  const inner = schema.type === "array" && schema.items !== undefined ? resolve(schema.items, root) : schema;
  const prefix = schema.type === "array" ? `${path}[]` : path;
  const shapes = [inner, ...[...(inner.anyOf ?? []), ...(inner.oneOf ?? [])].map((choice) => resolve(choice, root))];
  const children = shapes
    .flatMap((shape) => Object.entries(shape.properties ?? {}))
    .filter(([, child]) => resolve(child, root).const === undefined)
    .flatMap(([name, child]) => fieldRows(`${prefix}.${name}`, child, root));
  return [row, ...children];
}

function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const name = schema.$ref?.split("/").at(-1);
  return name === undefined ? schema : { ...root.$defs?.[name], ...withoutRef(schema) };
}

function withoutRef({ $ref: _, ...rest }: JsonSchema): JsonSchema {
  return rest;
}

function valuesOf(given: JsonSchema, root: JsonSchema): string {
  const schema = resolve(given, root);
  const fallback =
    schema.default === undefined || typeof schema.default === "object" ? "" : `; default \`${String(schema.default)}\``;
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(", ") + fallback;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined)
    return [...new Set(choices.map((choice) => valuesOf(choice, root)))].join(" or ") + fallback;
  if (schema.type === "array") return `list${schema.maxItems === undefined ? "" : `, at most ${schema.maxItems}`}`;
  if (schema.type === "object") return schema.properties === undefined ? "name: value pairs" : objectKind(schema);
  if (schema.type === "integer" || schema.type === "number") return numberRange(schema) + fallback;
  if (schema.type === "string")
    return (
      (schema.format ?? `text${schema.maxLength === undefined ? "" : `, at most ${schema.maxLength} characters`}`) +
      fallback
    );
  return `${schema.type ?? ""}${fallback}`;
}

function objectKind(schema: JsonSchema): string {
  const kind = schema.properties?.["kind"]?.const;
  return kind === undefined ? "" : `{ kind: ${String(kind)}, … }`;
}

function numberRange({ type, minimum, maximum, multipleOf }: JsonSchema): string {
  const step = multipleOf === undefined ? "" : `, in steps of ${multipleOf}`;
  const words = type === "integer" ? "whole number" : "number";
  return `${words}${minimum === undefined ? "" : ` from ${minimum}`}${maximum === undefined ? "" : ` to ${maximum}`}${step}`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
