import { toJSONSchema, type ZodType } from "zod";
import type { CloudKind } from "../../../../src/contract/index.ts";
import { type ContractField, type JsonSchema, readContract } from "../../../components/read-contract.ts";
import { CloudChangeRequest, CloudRegistrationRequest } from "./contract.ts";

const read = (schema: ZodType): ContractField =>
  readContract(toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema);

const registration = read(CloudRegistrationRequest);
const changeable = new Set(read(CloudChangeRequest).fields.keys());
/** Said on pages of their own. */
const ELSEWHERE: ReadonlySet<string> = new Set(["mapping", "labels", "failureDomain"]);
/** What most people leave alone comes last. */
const LAST: readonly string[] = ["description", "caCertificate", "sandbox", "shared"];

/** Other ways to say the same; who needs them imports a file or asks the API. */
const BY_OTHER_DOORS = /^credentials\/(userId|userDomainId|projectId|projectDomainId|name)$/;
const USER = /^credentials\/user/;
/** One of two must be said, which the contract cannot tell; the form knows only this one. */
export const WANTED: ReadonlySet<string> = new Set([
  "credentials/username",
  "credentials/projectName",
  "credentials/id",
]);

export const CLOUD_KINDS = registration.choices as readonly CloudKind[];

/** One input: a field of the contract with its path, such as `credentials/password`. */
export interface AskedField {
  readonly path: string;
  readonly field: ContractField;
}

/** Fields of a registration by path, groups by their own fields; `chosen` says which variant a group is of. */
export function registrationFields(
  kind: CloudKind,
  chosen: Readonly<Record<string, unknown>> = {},
  only: "all" | "changeable" = "all",
): readonly AskedField[] {
  const fields = [...(registration.variants?.get(kind) ?? new Map<string, ContractField>())];
  return fields
    .sort(([one], [other]) => LAST.indexOf(one) - LAST.indexOf(other))
    .filter(([name]) => !ELSEWHERE.has(name) && (only === "all" || changeable.has(name)))
    .flatMap(([name, field]) => askedOf(name, field, chosen));
}

function askedOf(path: string, field: ContractField, chosen: Readonly<Record<string, unknown>>): readonly AskedField[] {
  const inner = (fields: ReadonlyMap<string, ContractField>) =>
    [...fields].flatMap(([name, one]) => askedOf(`${path}/${name}`, one, chosen));
  if (field.kind === "group") return inner(field.fields);
  if (field.kind !== "either" || field.variants === undefined) return [{ path, field }];
  const tag = `${path}/${field.tag ?? "kind"}`;
  const variant = String(chosen[tag] ?? field.choices[0] ?? "");
  const which: ContractField = { ...field, kind: "choice", fields: new Map(), preset: field.choices[0] };
  const asked = inner(field.variants.get(variant) ?? new Map()).filter(
    ({ path: one }) => !BY_OTHER_DOORS.test(one) && (variant !== "application-credential" || !USER.test(one)),
  );
  return [{ path: tag, field: which }, ...asked];
}

/** Every path that can be asked for, of both kinds and all variants, for the words. */
export function everyRegistrationPath(): readonly string[] {
  const paths = CLOUD_KINDS.flatMap((kind) =>
    registrationFields(kind).flatMap(({ path, field }) =>
      [path].concat(
        field.choices.flatMap((choice) => registrationFields(kind, { [path]: choice }).map((one) => one.path)),
      ),
    ),
  );
  return [...new Set(paths)].sort();
}

/** What the form begins with. */
export function presetValues(fields: readonly AskedField[]): Record<string, string | boolean> {
  return Object.fromEntries(
    fields.map(({ path, field }) => [
      path,
      field.kind === "switch" ? field.preset === true : typeof field.preset === "string" ? field.preset : "",
    ]),
  );
}

/** The form's values as the contract wants them; what is empty and need not be said is left out. */
export function toDocument(
  fields: readonly AskedField[],
  values: Readonly<Record<string, string | boolean>>,
): Record<string, unknown> {
  const document: Record<string, unknown> = {};
  for (const { path, field } of fields) {
    const value = values[path] ?? (field.kind === "switch" ? false : "");
    if (value === "" && (field.optional || field.preset !== undefined)) continue;
    const parts = path.split("/");
    const last = parts.pop() ?? "";
    let holder = document;
    for (const part of parts) {
      const inner = (holder[part] ?? {}) as Record<string, unknown>;
      holder[part] = inner;
      holder = inner;
    }
    holder[last] = typeof value === "string" ? value.trim() : value;
  }
  return document;
}
