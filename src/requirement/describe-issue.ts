import type { Issue } from "../contract/index.ts";
import {
  ADDRESS_FIELDS,
  ENTRY_WORDS,
  FORMAT_REMEDIES,
  fieldName,
  isNumeric,
  kindOf,
  RANGE_UNITS,
  SECRET_FIELDS,
  sentence,
  shorten,
  show,
  TYPE_WORDS,
} from "./field-words.ts";
import { jsonPointer, valueAt } from "./json-pointer.ts";
import { allowedRange, knownFields } from "./known-fields.ts";
import { nearestName } from "./nearest-name.ts";
import { OPERATING_SYSTEMS } from "./operating-systems.ts";
import { WINDOWS_ISSUE } from "./windows.ts";

/** The fields of a zod issue that are read here, whatever its code. */
export interface SchemaIssue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly expected?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly origin?: unknown;
  readonly divisor?: unknown;
  readonly format?: unknown;
  readonly keys?: readonly string[];
  readonly values?: readonly unknown[];
  readonly options?: readonly unknown[];
  readonly errors?: readonly (readonly SchemaIssue[])[];
  readonly issues?: readonly SchemaIssue[];
}

/** One schema issue in plain words: what came, what is wanted, what to do. An unknown-field issue becomes one per field. */
export function describeIssue(found: SchemaIssue, document: unknown): readonly Issue[] {
  const value = valueAt(document, found.path);
  if (
    meansWindows(["family"], valueAt(document, [...found.path.slice(0, -1), "family"])) &&
    found.path.at(-1) === "version"
  ) {
    return [];
  }
  if (meansWindows(found.path, value)) return [{ pointer: jsonPointer(found.path), ...WINDOWS_ISSUE }];
  switch (found.code) {
    case "unrecognized_keys":
      return (found.keys ?? []).map((key) => unknownField(found.path, key));
    case "invalid_type":
      return [wrongType(found, value)];
    case "too_small":
    case "too_big":
      return [outOfRange(found, value)];
    case "not_multiple_of":
      return [
        one(
          found,
          "wrong-step",
          `${show(value)} does not fit the step.`,
          `Use a multiple of ${String(found.divisor)}.`,
        ),
      ];
    case "invalid_value":
      return [wrongChoice(found, value, found.values ?? [])];
    case "invalid_union":
      return wrongUnion(found, document, value);
    case "invalid_key":
      return [wrongKey(found)];
    default:
      return [wrongFormat(found, value)];
  }
}

function one(found: SchemaIssue, code: string, message: string, remedy: string): Issue {
  return { pointer: jsonPointer(found.path), code, message, remedy };
}

function meansWindows(path: readonly PropertyKey[], value: unknown): boolean {
  const text = path.at(-1) === "os" || path.at(-1) === "family" ? value : undefined;
  return typeof text === "string" && /^\s*(ms|microsoft)?[\s-]*win/i.test(text);
}

function unknownField(path: readonly PropertyKey[], key: string): Issue {
  const known = knownFields(path);
  const meant = nearestName(key, known);
  const where = path.length === 0 ? "a requirement" : `“${path.map(String).join(".")}”`;
  return {
    pointer: jsonPointer([...path, key]),
    code: "unknown-field",
    message: `There is no field “${shorten(key)}” in ${where}.`,
    remedy: meant === null ? `Known fields here: ${known.join(", ")}.` : `Did you mean “${meant}”?`,
  };
}

function wrongType(found: SchemaIssue, value: unknown): Issue {
  if (value === undefined) {
    return one(found, "missing-field", `“${fieldName(found.path)}” is missing.`, missingRemedy(found));
  }
  const wanted = TYPE_WORDS[String(found.expected)] ?? String(found.expected);
  if (SECRET_FIELDS.has(fieldName(found.path))) {
    return one(found, "wrong-type", `“${fieldName(found.path)}” is not ${wanted}.`, `Write ${wanted}, in quotes.`);
  }
  if (typeof value === "number" && found.expected === "int") {
    return one(
      found,
      "wrong-type",
      `${show(value)} is not a whole number.`,
      `Write a whole number, such as ${Math.max(1, Math.ceil(value))}.`,
    );
  }
  if (found.path.length === 0) return notARequirement(found, value);
  return one(found, "wrong-type", `Here stands ${kindOf(value)}; ${wanted} is wanted.`, typeRemedy(found, value));
}

/** The whole document is no group of fields: an empty file, a list, a sentence. */
function notARequirement(found: SchemaIssue, value: unknown): Issue {
  const message =
    value === null ? "The requirement is empty." : `Here stands ${kindOf(value)}; a requirement has named fields.`;
  const remedy = `Begin with name: my-machine; the fields below it are: ${knownFields([]).join(", ")}.`;
  return one(found, "wrong-type", message, remedy);
}

function missingRemedy(found: SchemaIssue): string {
  return found.path.at(-1) === "version" && found.path.at(-2) === "os"
    ? `Add it; known are ${OPERATING_SYSTEMS.map((os) => `${os.family} ${os.version}`).join(", ")}.`
    : found.path.length === 1 && found.path[0] === "name"
      ? "Add “name” with a name for the machine, such as name: my-machine."
      : `Add “${fieldName(found.path)}”: ${TYPE_WORDS[String(found.expected)] ?? String(found.expected)}.`;
}

function typeRemedy(found: SchemaIssue, value: unknown): string {
  if (found.expected === "string" && (typeof value === "number" || typeof value === "boolean")) {
    return found.path.at(-1) === "permissions"
      ? 'Put it in quotes, such as "0644".'
      : `Put it in quotes: "${String(value)}".${found.path.at(-1) === "version" ? " Without quotes 24.10 would become 24.1." : ""}`;
  }
  if ((found.expected === "number" || found.expected === "int") && typeof value === "string" && isNumeric(value)) {
    return `Write ${value.trim()} without quotes.`;
  }
  if (found.expected === "array") return "Write a list, even for a single entry.";
  if (found.expected === "object") {
    const known = knownFields(found.path);
    return known.length > 0 ? `Write the fields below it: ${known.join(", ")}.` : "Write named values below it.";
  }
  return `Replace it with ${TYPE_WORDS[String(found.expected)] ?? String(found.expected)}.`;
}

function outOfRange(found: SchemaIssue, value: unknown): Issue {
  const tooSmall = found.code === "too_small";
  const limit = String(tooSmall ? found.minimum : found.maximum);
  const unit = RANGE_UNITS[String(found.origin)] ?? "";
  const size = typeof value === "string" || Array.isArray(value) ? value.length : value;
  const verb = unit === "" ? "is" : "has";
  const bound = `${tooSmall ? "at least" : "at most"} ${limit} ${unit === "" ? "is" : "are"} allowed`;
  const range = allowedRange(found.path);
  return one(
    found,
    "out-of-range",
    `“${fieldName(found.path)}” ${verb} ${show(size)}${unit}; ${bound}.`,
    range === null
      ? `Use ${tooSmall ? "at least" : "at most"} ${limit}${unit}.`
      : `Use a number from ${range.from} to ${range.to}.`,
  );
}

function wrongChoice(found: SchemaIssue, value: unknown, choices: readonly unknown[]): Issue {
  const words = choices.map(String);
  const meant = typeof value === "string" ? nearestName(value, words) : null;
  if (value === undefined) {
    return one(found, "missing-field", `“${fieldName(found.path)}” is missing.`, `Choose one of: ${words.join(", ")}.`);
  }
  const remedy = `Choose one of: ${words.join(", ")}.`;
  return one(
    found,
    "unknown-choice",
    `${show(value)} is not a choice for “${fieldName(found.path)}”.`,
    meant === null ? remedy : `Did you mean “${meant}”? ${remedy}`,
  );
}

/** Shows the alternative that came furthest: its deepest issue is the mistake a person really made. */
function wrongUnion(found: SchemaIssue, document: unknown, value: unknown): readonly Issue[] {
  if (found.options !== undefined) return [wrongChoice(found, value, found.options)];
  const branches = (found.errors ?? []).filter((branch) => branch.length > 0);
  const best = branches.toSorted((a, b) => depthOf(b) - depthOf(a) || a.length - b.length)[0];
  if (best === undefined) return [wrongFormat(found, value)];
  const accepts = branches.flat().map((branch) => (branch.code === "invalid_type" ? branch.expected : null));
  if (depthOf(best) === 0 && branches.length > 1 && !branches.some((branch) => branch[0]?.code === "invalid_format")) {
    const words = accepts.filter((kind) => kind !== null).map((kind) => TYPE_WORDS[String(kind)] ?? String(kind));
    return [
      one(
        found,
        "wrong-type",
        `Here stands ${kindOf(value)}; ${words.join(" or ")} is wanted.`,
        `Replace it with ${words.join(" or ")}.`,
      ),
    ];
  }
  const format = branches.find((branch) => branch[0]?.code === "invalid_format") ?? best;
  return format.flatMap((inner) => describeIssue({ ...inner, path: [...found.path, ...inner.path] }, document));
}

function depthOf(branch: readonly SchemaIssue[]): number {
  return Math.max(0, ...branch.map((issue) => issue.path.length));
}

function wrongKey(found: SchemaIssue): Issue {
  const key = shorten(String(found.path.at(-1) ?? ""));
  return one(
    found,
    "wrong-key",
    `“${key}” may not be used as a name here.`,
    "Use 1 to 31 lower-case letters, digits and dashes, starting with a letter.",
  );
}

function wrongFormat(found: SchemaIssue, value: unknown): Issue {
  const rule = FORMAT_REMEDIES[fieldName(found.path)] ?? FORMAT_REMEDIES[String(found.format)];
  const text = found.message.startsWith("Invalid") ? (rule ?? "Write it in the usual form.") : sentence(found.message);
  const address = ADDRESS_FIELDS.has(fieldName(found.path)) ? addressIssue(found, value) : null;
  if (address !== null) return address;
  if (fieldName(found.path) === "sshKeys" && typeof value === "string" && value.includes("PRIVATE KEY")) {
    return one(
      found,
      "wrong-format",
      "This is a private key, which nobody else may see.",
      "Paste the public key, from the file that ends in .pub; if the private one was sent anywhere, make a new pair.",
    );
  }
  const shown = SECRET_FIELDS.has(fieldName(found.path)) ? "The value" : show(value);
  const wanted = ENTRY_WORDS[fieldName(found.path)] ?? `a valid “${fieldName(found.path)}”`;
  return one(found, "wrong-format", `${shown} is not ${wanted}.`, text);
}

function addressIssue(found: SchemaIssue, value: unknown): Issue | null {
  if (typeof value !== "string") return null;
  if (value.includes(":")) {
    return one(
      found,
      "ipv6-not-supported",
      `${show(value)} is an IPv6 range; the public addresses of both clouds are IPv4 only, so such a rule would open nothing.`,
      "Write an IPv4 range such as 0.0.0.0/0 or 192.0.2.0/24.",
    );
  }
  return /^\d+\.\d+\.\d+\.\d+$/.test(value)
    ? one(
        found,
        "wrong-format",
        `${show(value)} is one address; a range is wanted.`,
        `Write ${value}/32 for this one address.`,
      )
    : null;
}
