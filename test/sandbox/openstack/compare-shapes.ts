import type { RecordedAnswer, Shape } from "../../../tools/openstack-shapes/probe.ts";

/** Keys that belong to the recorded cloud's own images, volume types and storage, not to the API. */
const OWN_KEYS = [
  /\.(volumes|gigabytes|snapshots)_\w+$/,
  /\.volume_image_metadata\.(os|hw|arch)\w+$/,
  /^\[?\.?(images\[\]\.)?(os_distro|os_type|os_version|hw_\w+|architecture)$/,
  /\.extra_specs\.\w+$/,
  /\.roles\[\]\.options\.immutable$/,
  // Only external networks carry it, and which network comes first is chance.
  /\.networks\[\]\.is_default$/,
];

/** Every way in which two recordings of the scenario differ; values never count, null stands for any type. */
export function compareShapes(
  real: Readonly<Record<string, RecordedAnswer>>,
  sandbox: ReadonlyMap<string, RecordedAnswer>,
): string[] {
  const differences: string[] = [];
  for (const [name, expected] of Object.entries(real)) {
    const seen = sandbox.get(name);
    if (seen === undefined) differences.push(`${name}: not asked`);
    else if (seen.status !== expected.status)
      differences.push(`${name}: real ${expected.status}, sandbox ${seen.status}`);
    else differences.push(...differencesOf("", expected.body, seen.body).map((one) => `${name}${one}`));
  }
  for (const name of sandbox.keys()) if (real[name] === undefined) differences.push(`${name}: never recorded`);
  return differences;
}

function differencesOf(path: string, real: Shape, sandbox: Shape): string[] {
  if (real === "null" || sandbox === "null") return [];
  if (isList(real) && isList(sandbox)) {
    const [first, second] = [real[0], sandbox[0]];
    return first === undefined || second === undefined ? [] : differencesOf(`${path}[]`, first, second);
  }
  if (isObject(real) && isObject(sandbox)) {
    const keys = [...new Set([...Object.keys(real), ...Object.keys(sandbox)])];
    return keys.flatMap((key) => differenceOfKey(`${path}.${key}`, real[key], sandbox[key]));
  }
  return real === sandbox ? [] : [`${path}: real ${JSON.stringify(real)}, sandbox ${JSON.stringify(sandbox)}`];
}

function differenceOfKey(path: string, real: Shape | undefined, sandbox: Shape | undefined): string[] {
  if (OWN_KEYS.some((pattern) => pattern.test(path))) return [];
  if (real === undefined) return [`${path}: only in the sandbox`];
  if (sandbox === undefined) return [`${path}: missing`];
  return differencesOf(path, real, sandbox);
}

function isList(shape: Shape): shape is readonly Shape[] {
  return Array.isArray(shape);
}

function isObject(shape: Shape): shape is { readonly [key: string]: Shape } {
  return typeof shape === "object" && !Array.isArray(shape);
}
