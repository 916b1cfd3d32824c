import type { Profile, Requirement, RequirementRequest } from "../contract/index.ts";
import { readPortRange } from "./port-range.ts";

/** A request with every gap filled from its profile; still holds the plain password and secret contents. */
export type ResolvedRequest = Omit<Profile, "id" | "title" | "summary"> & {
  readonly name: string;
  readonly profile: string;
  /** What stays as it was, because the request does not name it. */
  readonly kept: KeptSecrets;
};

export interface KeptSecrets {
  /** Null where there was none, or it is named: then the request decides. */
  readonly passwordHash: string | null;
  /** SHA-256 by path, of the secret files that the request names without their content. */
  readonly fileDigests: ReadonlyMap<string, string>;
}

/** Comment that marks a public key as made here, so that a second submission makes no second one. */
export const GENERATED = "twinstack-generated";

/**
 * Lays a request over its profile. Lists are replaced as a whole, never mixed.
 * A profile's `generateKeyPair` gives way when the person brings another way in and does not ask for one, its probe
 * when the person does not open the probed port.
 */
export function fillFromProfile(
  request: RequirementRequest,
  profile: Profile,
  previous: Requirement | null = null,
): ResolvedRequest {
  const { access, placement } = request;
  const kept = keptOf(request, previous);
  const isKeyWanted = (): boolean => {
    if (bringsOwnWayIn(access)) return false;
    if (kept.passwordHash === null) return profile.access.generateKeyPair;
    // Whoever leaves the way in as it was gets no other one.
    return previous?.access.sshKeys.some(isMadeHere) ?? false;
  };
  const network = over(profile.network, request.network);
  return {
    name: request.name,
    profile: profile.id,
    hardware: over(profile.hardware, request.hardware),
    software: over(profile.software, request.software),
    network,
    access: {
      ...over(profile.access, access),
      generateKeyPair: access?.generateKeyPair ?? isKeyWanted(),
    },
    placement: {
      main: placement?.main ?? profile.placement.main,
      standby: over(profile.placement.standby, placement?.standby),
      ...(hasLabels(placement) && { requires: placement.requires }),
    },
    protection: over({ ...profile.protection, probe: probeThatReaches(profile, network) }, request.protection),
    term: over(profile.term, request.term),
    labels: request.labels ?? profile.labels,
    contact: over(profile.contact, request.contact),
    kept,
  };
}

export function isMadeHere(publicKey: string): boolean {
  return publicKey.includes(` ${GENERATED}`);
}

function keptOf({ access, software }: RequirementRequest, previous: Requirement | null): KeptSecrets {
  const secret = new Map(
    (previous?.software.files ?? []).flatMap((file) => (file.secret ? [[file.path, file.sha256] as const] : [])),
  );
  const unsaid = (software?.files ?? []).filter((file) => file.secret && file.content === undefined);
  return {
    passwordHash: access?.password === undefined ? (previous?.access.passwordHash ?? null) : null,
    fileDigests: new Map([...secret].filter(([path]) => unsaid.some((file) => file.path === path))),
  };
}

/** Asking for no label is asking for nothing. */
function hasLabels(
  placement: RequirementRequest["placement"],
): placement is { requires: { labels: Record<string, string> } } {
  const requires = placement?.requires;
  return requires !== undefined && Object.keys(requires.labels).length > 0;
}

function bringsOwnWayIn(access: RequirementRequest["access"]): boolean {
  return (access?.sshKeys?.length ?? 0) > 0 || typeof access?.password === "string";
}

function probeThatReaches({ protection }: Profile, network: Profile["network"]): Profile["protection"]["probe"] {
  const { probe } = protection;
  return probe !== null && opensTcpPort(network, probe.port) ? probe : null;
}

/** Whether a tcp entry covers the port. */
export function opensTcpPort(network: Profile["network"], wanted: number): boolean {
  return network.openPorts.some(({ port, protocol }) => {
    const range = readPortRange(port);
    return protocol === "tcp" && range !== null && range.from <= wanted && wanted <= range.to;
  });
}

/** `undefined` never overrides: a key that is present without a value means "not said". */
function over<T extends object>(defaults: T, own: { readonly [K in keyof T]?: T[K] | undefined } | undefined): T {
  const said = Object.entries(own ?? {}).filter(([, value]) => value !== undefined);
  return { ...defaults, ...(Object.fromEntries(said) as Partial<T>) };
}
