import type { Issue } from "../contract/index.ts";

/** The fields of a schema's issue that are read here. */
export interface RegistrationFault {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly expected?: unknown;
  readonly format?: unknown;
  readonly keys?: readonly string[];
  readonly options?: readonly unknown[];
}

const CODE = "registration-field";
const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  object: "a group of named values",
  array: "a list",
  boolean: "true or false",
};

/** One fault of a registration in plain words. No value is quoted: it may be a secret. */
export function describeRegistrationIssue(found: RegistrationFault): readonly Issue[] {
  const { path, code } = found;
  const field = path.map(String).join(".");
  const told = (message: string, remedy: string): readonly Issue[] => [
    { pointer: pointerOf(path), code: CODE, message, remedy },
  ];
  if (code === "unrecognized_keys") {
    return (found.keys ?? []).map((key) => ({
      pointer: pointerOf([...path, key]),
      code: CODE,
      message: `There is no field “${key.slice(0, 60)}” ${field === "" ? "in a registration of this kind" : `in “${field}”`}.`,
      remedy: "Correct its name or leave it out; docs/clouds.md shows a whole file of each kind.",
    }));
  }
  if (code === "invalid_type" && found.message.endsWith("received undefined")) {
    return told(`“${field}” is missing.`, "Add it; docs/clouds.md shows a whole file of each kind.");
  }
  if (code === "invalid_type") {
    const wanted = TYPES[String(found.expected)] ?? String(found.expected);
    return field === ""
      ? told("A registration has named fields.", "Begin with kind: openstack or kind: cloudstack.")
      : told(`“${field}” must be ${wanted}.`, found.expected === "string" ? "Put it in quotes." : `Write ${wanted}.`);
  }
  if (code === "invalid_union" && found.options !== undefined) {
    return told(`“${field}” says none of the known kinds.`, `Write one of: ${found.options.join(", ")}.`);
  }
  if (found.format === "url") {
    return told(`“${field}” is not an address.`, "Write it whole, such as https://cloud.example.org:5000/v3.");
  }
  if (code === "invalid_key") {
    return told(`“${field}” is not a known name here.`, "Images are named like ubuntu-24.04, speeds standard or fast.");
  }
  const rule = found.message.startsWith("Invalid") ? "Correct this field." : sentence(found.message);
  return told(`“${field}” is not valid.`, rule);
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
