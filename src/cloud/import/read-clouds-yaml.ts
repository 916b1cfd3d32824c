import { AppError } from "../../kernel/app-error.ts";
import { type ImportedProfile, importIssue } from "./imported-profile.ts";
import { openstackProfile } from "./openstack-profile.ts";

const MOST_CLOUDS = 200;

/** Every cloud of a `clouds.yaml`, once for each region it names; what `secure.yaml` says goes before it. */
export function readCloudsYaml(document: unknown, secure: unknown): readonly ImportedProfile[] {
  const clouds = cloudsOf(document, "clouds.yaml");
  const secrets = secure === undefined ? {} : cloudsOf(secure, "secure.yaml");
  const names = Object.keys(clouds);
  if (names.length > MOST_CLOUDS) {
    throw new AppError("validation-failed", `The text names ${names.length} clouds; ${MOST_CLOUDS} is the most.`);
  }
  return names.flatMap((name) => {
    const own = group(clouds[name]);
    const settings = merged(flat(own), flat(Object.hasOwn(secrets, name) ? group(secrets[name]) : {}));
    const regions = regionsOf(own["regions"]);
    if (regions.length < 2 || settings.has("region_name")) {
      const [only] = regions;
      if (only !== undefined && !settings.has("region_name")) settings.set("region_name", only);
      return [withUnreadable(openstackProfile(name, settings), own)];
    }
    return regions.map((region) =>
      withUnreadable(openstackProfile(`${name}/${region}`, merged(settings, new Map([["region_name", region]]))), own),
    );
  });
}

function cloudsOf(document: unknown, file: string): Readonly<Record<string, unknown>> {
  const { clouds } = group(document);
  if (isGroup(clouds)) return clouds;
  throw new AppError("validation-failed", `This is no ${file}: it has no group “clouds”.`, {
    issues: [
      importIssue(
        "/clouds",
        "There is no group “clouds”.",
        "Begin it with clouds: and the clouds below, each with auth.",
      ),
    ],
  });
}

/** The group `auth` and what stands beside it, as one; the group goes first. */
function flat(cloud: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  return merged(texts(cloud), texts(group(cloud["auth"])));
}

function texts(values: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const plain = Object.entries(values).filter(([, value]) => ["string", "number", "boolean"].includes(typeof value));
  return new Map(plain.map(([name, value]) => [name, String(value)]));
}

function merged(first: ReadonlyMap<string, string>, over: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...first, ...over]);
}

/** Texts, or groups with a name. */
function regionsOf(regions: unknown): readonly string[] {
  if (!Array.isArray(regions)) return [];
  return regions
    .map((region: unknown) => (isGroup(region) ? region["name"] : region))
    .filter((region): region is string => typeof region === "string" && region !== "");
}

/** Only YAML can have a list where one text is wanted. */
function withUnreadable(found: ImportedProfile, own: Readonly<Record<string, unknown>>): ImportedProfile {
  if (isGroup(own["auth"]) || own["auth"] === undefined) return found;
  const issue = importIssue("/auth", "“auth” is no group of named values.", "Indent its values below auth:.");
  return { ...found, issues: [...found.issues, issue] };
}

function group(value: unknown): Readonly<Record<string, unknown>> {
  return isGroup(value) ? value : {};
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
