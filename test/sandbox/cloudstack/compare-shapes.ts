import type { Shape } from "../../../tools/cloudstack-shapes.ts";

/**
 * Where an answer departs from the recorded shape: a field nobody recorded (and the API's own documentation doesn't
 * name), a missing field that was always there, another JSON type.
 */
export function shapeDifferences(
  value: unknown,
  shape: Shape,
  path: string,
  documented: ReadonlySet<string>,
): string[] {
  if (typeof shape === "string") {
    const type = value === null ? "null" : Array.isArray(value) ? "list" : typeof value;
    return shape === "mixed" || shape.split("|").includes(type) ? [] : [`${path}: is ${type}, recorded ${shape}`];
  }
  if ("list" in shape) {
    if (!Array.isArray(value)) return [`${path}: is no list`];
    const element = shape.list;
    if (element === null) return [];
    return value.flatMap((item) => shapeDifferences(item, element, `${path}[]`, documented));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${path}: is no object`];
  if (isMap(path)) return [];
  return fieldDifferences(value, shape.fields, path, documented);
}

/** Objects whose keys are data, not fields; and a job's result, whose shape is its command's. */
function isMap(path: string): boolean {
  return /\.(details|params)$|^queryAsyncJobResult\.jobresult$/.test(path);
}

function fieldDifferences(
  value: object,
  fields: Record<string, { shape: Shape; optional?: true }>,
  path: string,
  documented: ReadonlySet<string>,
): string[] {
  const missing = Object.entries(fields)
    .filter(([name, field]) => field.optional !== true && !(name in value))
    .map(([name]) => `${path}.${name}: missing`);
  const wrong = Object.entries(value).flatMap(([name, inner]) => {
    const field = fields[name];
    if (field) return shapeDifferences(inner, field.shape, `${path}.${name}`, documented);
    return documented.has(name) ? [] : [`${path}.${name}: unknown`];
  });
  return [...missing, ...wrong];
}
