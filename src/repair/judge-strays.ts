import type { CloudObject, CloudObjectKind } from "../cloud/index.ts";
import type { CloudKind, Danger, StrayObject } from "../contract/index.ts";
import type { Adoption } from "./match-objects.ts";
import type { Removal } from "./ports.ts";

/** In this order nothing that is removed is still in use by something that is removed later. */
const ORDER: readonly CloudObjectKind[] = [
  "static-nat",
  "firewall-rule",
  "public-address",
  "machine",
  "volume",
  "router-interface",
  "port",
  "security-group-rule",
  "security-group",
  "egress-rule",
  "router",
  "subnet",
  "network",
  "key-pair",
];
/** Ties go with what they tie; alone they are nothing to remove. */
const TIES: ReadonlySet<CloudObjectKind> = new Set(["volume-attachment", "address-association", "static-nat"]);
const PARENTS = ["groupId", "routerId", "networkId", "addressId"];

const WORDS: Readonly<Record<CloudObjectKind, string>> = {
  machine: "machine",
  volume: "volume",
  network: "network",
  subnet: "subnet",
  router: "router",
  port: "network port",
  "security-group": "firewall group",
  "security-group-rule": "firewall rule",
  "firewall-rule": "firewall rule",
  "egress-rule": "way out of the network",
  "public-address": "public address",
  "key-pair": "key pair",
  "router-interface": "router's connection",
  "volume-attachment": "attachment of a volume",
  "address-association": "binding of the public address",
  "static-nat": "binding of the public address",
};

export interface JudgeInput {
  readonly kind: CloudKind;
  /** What nobody claims. */
  readonly rest: readonly CloudObject[];
  /** Rules that exist and would be made again. */
  readonly inTheWay: ReadonlySet<CloudObject>;
  /** Names of objects that the interrupted run was to make: nobody can have used what carries them. */
  readonly freshNames: ReadonlySet<string>;
  /** Names the state has already, so that a second one is a duplicate. */
  readonly takenNames: ReadonlySet<string>;
}

/** What is to go, in the order in which it can. Whatever is still being made is no removal yet. */
export function judgeStrays(input: JudgeInput): readonly Removal[] {
  const going = input.rest.filter(
    ({ kind, condition }) => !TIES.has(kind) && condition !== "busy" && condition !== "unfinished",
  );
  const ids = new Set(going.filter(({ kind }) => !isRule(kind)).map(({ id }) => id));
  return going
    .filter((object) => !isRule(object.kind) || isOursToRemove(object, ids, input))
    .map((object) => ({ object, stray: removalOf(object, input) }))
    .toSorted((left, right) => ORDER.indexOf(left.object.kind) - ORDER.indexOf(right.object.kind));
}

/** How a stray that is taken into the state is told of. */
export function adoptionStrays(adoptions: readonly Adoption[]): readonly StrayObject[] {
  return adoptions.flatMap(({ address, objects }) =>
    objects.map((object) => ({
      ...identity(object),
      decision: "adopt" as const,
      address,
      danger: "nothing" as const,
      title: `Takes the ${WORDS[object.kind]} ${object.name} into the state`,
      reason: "It exists, and an apply that did not end well has not noted it.",
    })),
  );
}

/** How one that the cloud is still busy with is told of. */
export function waitingStray(object: CloudObject): StrayObject {
  return {
    ...identity(object),
    decision: "wait",
    address: null,
    danger: "nothing",
    title: `Waits until the cloud is done with the ${WORDS[object.kind]} ${object.name}`,
    reason: "It is still being made or removed; then it is taken into the state, or removed.",
  };
}

/** How one whose change of size stopped half-way is told of. */
export function unfinishedStray(object: CloudObject): StrayObject {
  return {
    ...identity(object),
    decision: "finish",
    address: null,
    danger: "nothing",
    title: `Confirms the new size of the ${WORDS[object.kind]} ${object.name}`,
    reason: "An interrupted apply asked for it, and the cloud waits for the word.",
  };
}

function removalOf(object: CloudObject, input: JudgeInput): StrayObject {
  return {
    ...identity(object),
    decision: "remove",
    address: null,
    danger: dangerOf(object, input),
    title: `Removes the stray ${WORDS[object.kind]} ${object.name} from the cloud`,
    reason: reasonOf(object, input),
  };
}

/** A disk that may have been written to is data; on CloudStack a machine's root disk goes with the machine. */
function dangerOf({ kind, name, condition }: CloudObject, { kind: cloud, freshNames }: JudgeInput): Danger {
  const unused = condition === "failed" || freshNames.has(name);
  if (kind === "volume" || (kind === "machine" && cloud === "cloudstack")) return unused ? "in-place" : "destroys-data";
  if (kind === "machine" || kind === "public-address") return unused ? "in-place" : "replaces";
  return "in-place";
}

function reasonOf({ name, condition, cloudStatus }: CloudObject, { takenNames, freshNames }: JudgeInput): string {
  if (condition === "failed") return `The cloud could not make it (${cloudStatus}).`;
  if (takenNames.has(name)) return "It is a second one: the state has another of this name.";
  if (freshNames.has(name)) return "An interrupted apply left it half-made.";
  return "It carries this machine's mark, but neither the state nor the requirement has a place for it.";
}

function isRule(kind: CloudObjectKind): boolean {
  return kind === "security-group-rule" || kind === "firewall-rule" || kind === "egress-rule";
}

/**
 * Rules carry no mark, and a person may have added some. Only those go that are in Terraform's way or
 * that a cloud makes by itself with a group, and only where their group stays; what belongs to something that goes, goes with it.
 */
function isOursToRemove(object: CloudObject, going: ReadonlySet<string>, { inTheWay }: JudgeInput): boolean {
  const { kind, facts } = object;
  if (PARENTS.some((parent) => going.has(facts[parent] ?? ""))) return false;
  if (inTheWay.has(object)) return true;
  if (kind !== "security-group-rule") return false;
  return facts["direction"] === "ingress" && facts["remoteGroupId"] === facts["groupId"];
}

function identity({ kind, id, name, cloudStatus }: CloudObject) {
  return { kind, id, name, cloudStatus };
}
