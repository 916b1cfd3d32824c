import type { Profile, Requirement, RequirementRequest } from "../../../src/contract/index.ts";
import { type ContractField, REQUIREMENT } from "./contract-fields.ts";
import { sameValue } from "./same-value.ts";

/** A request with every value said, as the form holds it. */
export type Values = Omit<Profile, "id" | "title" | "summary"> & { readonly name: string; readonly profile: string };

const PUBLIC_KEY = /^(ssh|ecdsa|sk)-\S+ \S/;
/** What the service marks keys with that it made (it keeps such a pair when asked for one again). */
const MADE_HERE = / twinstack-generated/;

/** A request over its profile; lists are replaced as a whole, as the service does it. */
export function fillFrom(profile: Profile, request: RequirementRequest): Values {
  const { id, title: _title, summary: _summary, ...defaults } = profile;
  const base = { ...structuredClone(defaults), name: request.name, profile: id };
  const filled = laidOver(base, structuredClone(request), REQUIREMENT) as Values;
  const broughtOwn = filled.access.sshKeys.length > 0 || filled.access.password !== null;
  const generateKeyPair = request.access?.generateKeyPair ?? (!broughtOwn && profile.access.generateKeyPair);
  return { ...filled, profile: id, access: { ...filled.access, generateKeyPair } };
}

/** The shortest request that means these values: what differs from the profile. */
export function toRequest(values: Values, profile: Profile): RequirementRequest {
  const { id: _id, title: _title, summary: _summary, ...defaults } = profile;
  const meant = tidied(values);
  const differing = differences(defaults, meant, REQUIREMENT) as RequirementRequest;
  const { sshKeys, password, generateKeyPair } = meant.access;
  // The profile's own wish gives way to a key or a password that is brought, unless it is said again.
  const explicit = (sshKeys.length > 0 || password !== null) && { access: { ...differing.access, generateKeyPair } };
  return inContractOrder({ ...differing, name: meant.name, profile: values.profile, ...explicit });
}

/** A stored requirement as values. What is secret cannot be read back: the password and secret contents are empty. */
export function fromRequirement(requirement: Requirement): Values {
  const { access, network, software, ...rest } = requirement;
  const made = access.sshKeys.some((key) => MADE_HERE.test(key));
  return {
    ...rest,
    access: {
      loginName: access.loginName,
      allowRoot: access.allowRoot,
      sshKeys: access.sshKeys.filter((key) => !MADE_HERE.test(key)),
      generateKeyPair: made,
      password: null,
    },
    software: {
      ...software,
      files: software.files.map((file) => {
        const { path, owner, permissions } = file;
        return { path, content: file.secret ? "" : file.content, owner, permissions, secret: file.secret };
      }),
    },
    network: {
      ...network,
      openPorts: network.openPorts.map(({ fromPort, toPort, protocol, source, description }) => ({
        ...(fromPort !== null && { port: fromPort === toPort ? fromPort : `${fromPort}-${toPort}` }),
        protocol,
        source,
        description,
      })),
    },
  };
}

/** Values with what is secret taken out, fit for keeping in a browser or in a file. */
export function withoutSecrets(values: Values): Values {
  const files = values.software.files.map((file) => (file.secret ? { ...file, content: "" } : file));
  // Somebody may have pasted the wrong half of a pair.
  const sshKeys = values.access.sshKeys.filter((key) => PUBLIC_KEY.test(key));
  return { ...values, software: { ...values.software, files }, access: { ...values.access, sshKeys, password: null } };
}

/** What was changed on one revision, put on another. */
export function rebased(values: Values, base: Values, newBase: Values): Values {
  const own = differences(base, tidied(values), REQUIREMENT);
  return laidOver(newBase, own, REQUIREMENT) as Values;
}

/** The values as they are meant. An empty file is one; a secret one without content stays as it is. */
function tidied(values: Values): Values {
  const plain = tidy(values, REQUIREMENT) as Values;
  const files = plain.software.files.map((file) => (file.secret ? file : { ...file, content: file.content ?? "" }));
  return { ...plain, software: { ...plain.software, files } };
}

/** Paths of the secret files whose content the service keeps. */
export function keptSecretsOf(values: Values): readonly string[] {
  return values.software.files.flatMap(({ secret, path }) => (secret ? [path] : []));
}

/** The parts of `after` that differ from `before`, group by group. */
function differences(before: unknown, after: unknown, field: ContractField): unknown {
  const own = Object.entries(after as object).flatMap(([name, value]): [string, unknown][] => {
    const inner = field.fields.get(name);
    const old = (before as Record<string, unknown>)[name];
    if (inner?.kind !== "group" || !inner.partial || inner.nullable)
      return sameValue(old, value) ? [] : [[name, value]];
    const part = differences(old ?? {}, value, inner) as object;
    return Object.keys(part).length === 0 ? [] : [[name, part]];
  });
  return Object.fromEntries(own);
}

/** What a form leaves behind, made into what was meant: empty text is nothing said, digits of a port are a number. */
export function tidy(value: unknown, field: ContractField): unknown {
  if (typeof value === "string") {
    if (value === "" && field.nullable) return null;
    if (value === "" && (field.optional || field.preset !== undefined)) return undefined;
    return field.orNumber && /^\d{1,5}$/.test(value.trim()) ? Number(value) : value;
  }
  if (Array.isArray(value)) {
    const entry = field.fields.get("*");
    return entry === undefined ? value : value.map((one) => tidy(one, entry));
  }
  if (typeof value !== "object" || value === null) return value;
  const parts = Object.entries(value)
    .map(([name, part]): [string, unknown] => {
      const inner = field.fields.get(name);
      return [name, inner === undefined ? part : tidy(part, inner)];
    })
    .filter(([, part]) => part !== undefined);
  return Object.fromEntries(parts);
}

function laidOver(base: unknown, own: unknown, field: ContractField): unknown {
  const merged: Record<string, unknown> = { ...(base as object) };
  for (const [name, value] of Object.entries(own as object)) {
    if (value === undefined) continue;
    const inner = field.fields.get(name);
    const deep = inner?.kind === "group" && inner.partial && !inner.nullable;
    merged[name] = deep ? laidOver(merged[name] ?? {}, value, inner) : value;
  }
  return merged;
}

function inContractOrder(request: RequirementRequest): RequirementRequest {
  const known = [...REQUIREMENT.fields.keys()].filter((name) => name in request);
  return Object.fromEntries(
    known.map((name) => [name, request[name as keyof RequirementRequest]]),
  ) as RequirementRequest;
}
