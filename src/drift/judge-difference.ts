import type { ListedObject } from "../cloud/index.ts";
import type { Danger, DriftClass, DriftFinding, MachineState, Role } from "../contract/index.ts";
import type { TerraformChange } from "../run/index.ts";
import { classifyChange } from "./classify-change.ts";
import type { Difference } from "./compare-site.ts";
import { COMPARED_TYPES, DESTROYED } from "./compared-types.ts";
import { LOSS_RULES, UNKNOWN_LOSS } from "./loss-rules.ts";
import { describeObject, describePaths } from "./plain-words.ts";
import type { RecordedObject } from "./recorded-objects.ts";

export interface JudgementContext {
  readonly role: Role;
  readonly machine: MachineState;
}

type Verdict = Pick<DriftFinding, "title" | "class" | "reason">;

/** Names are for people: nothing on the cloud depends on them. */
const NAMES = new Set(["name", "display_name"]);
/** What lets traffic through, costs most, or may hold something. */
const GRAVE_EXTRAS: Partial<Record<ListedObject["kind"], string>> = {
  "security-group-rule": "It lets traffic through that nobody asked for, and no plan takes it away.",
  "firewall-rule": "It lets traffic through that nobody asked for, and no plan takes it away.",
  "egress-rule": "It lets traffic out that nobody asked for, and no plan takes it away.",
  machine: "It carries this workspace's mark, costs money and may do the same work twice.",
  volume: "It carries this workspace's mark and may hold what somebody needs.",
};

/** What a difference is in words, and what putting it right would do to people. Pure. */
export function judgeDifference(difference: Difference, context: JudgementContext): DriftFinding {
  const { kind, recorded, listed, attributes } = difference;
  return {
    kind,
    address: recorded?.address ?? null,
    type: recorded?.type ?? listed?.kind ?? "",
    objectId: recorded?.id ?? listed?.id ?? "",
    attributes: [...attributes],
    seenBy: "listing",
    ...verdictOn(difference, context),
  };
}

function verdictOn({ kind, recorded, listed, attributes }: Difference, context: JudgementContext): Verdict {
  if (recorded === null) return extra(listed);
  if (kind === "gone") return gone(recorded);
  const power = attributes.find(({ path }) => path === "power_state");
  if (power?.observed === DESTROYED) return destroyed(recorded);
  if (power !== undefined) return turned(recorded, context.machine, attributes.length > 1);
  return changed(recorded, attributes, context);
}

function extra(listed: ListedObject | null): Verdict {
  const words = (listed?.kind ?? "object").replaceAll("-", " ");
  const reason = listed === null ? undefined : GRAVE_EXTRAS[listed.kind];
  return {
    title: `Somebody added the ${words} "${describeListed(listed)}"`,
    class: reason === undefined ? "harmless" : "dangerous",
    reason: reason ?? "Nothing of this workspace depends on it; it may cost money.",
  };
}

function describeListed(listed: ListedObject | null): string {
  const { protocol = "", fromPort = "", toPort = "", source = "" } = listed?.facts ?? {};
  if (protocol === "") return listed?.name || (listed?.id ?? "");
  const ports = fromPort === "" ? "" : fromPort === toPort || toPort === "" ? fromPort : `${fromPort}-${toPort}`;
  return [protocol, ports, source === "" ? "from anywhere" : `from ${source}`].filter((part) => part !== "").join(" ");
}

function gone(recorded: RecordedObject): Verdict {
  const rule = LOSS_RULES[recorded.type] ?? UNKNOWN_LOSS;
  const safe = rule.deleted === "in-place" || rule.deleted === "restarts" || rule.deleted === "nothing";
  const object = describeObject(correctionOf(recorded, [], ["create"]));
  return {
    title: `${object.replace(/^t/, "T")} is gone from the cloud`,
    class: safe ? "safe-to-correct" : "dangerous",
    reason: safe
      ? "It is made again without touching anything else."
      : rule.deleted === "destroys-data"
        ? "What was on it is gone; making it again gives an empty one."
        : "Making it again touches what depends on it.",
  };
}

function destroyed(recorded: RecordedObject): Verdict {
  const object = describeObject(correctionOf(recorded, [], ["update"])).replace(/^t/, "T");
  return {
    title: `${object} was destroyed`,
    class: "dangerous",
    reason: "The cloud keeps it for a while, and no plan sees that it is gone: recover it there before it is expunged.",
  };
}

/** Somebody may have had a reason, and a fence is one: nobody's machine is started or stopped without a word. */
function turned(recorded: RecordedObject, machine: MachineState, more: boolean): Verdict {
  const object = describeObject(correctionOf(recorded, [], ["update"])).replace(/^t/, "T");
  const title = machine === "running" ? `${object} does not run` : `${object} runs`;
  return {
    title: more ? `${title}, and more of it was changed` : title,
    class: "dangerous",
    reason:
      machine === "running"
        ? "It was stopped past this service; whether it may run again is a person's word."
        : "It was started past this service, though it is to stay stopped.",
  };
}

function changed(recorded: RecordedObject, attributes: Difference["attributes"], context: JudgementContext): Verdict {
  const paths = attributes.map(({ path }) => path);
  const type = COMPARED_TYPES[recorded.type];
  const fixed = type?.fixed?.some((path) => paths.includes(path)) === true;
  const correction = correctionOf(recorded, attributes, fixed ? ["delete", "create"] : ["update"]);
  const { danger, reason, rejected } = classifyChange(correction, { ...context, changes: [correction] });
  const title = `Somebody changed ${describeObject(correction)}: ${describePaths(paths)}`;
  if (type?.unread?.some((path) => paths.includes(path)) === true)
    return { title, class: "dangerous", reason: "No plan sees it, so none puts it right: set it back in the cloud." };
  return {
    title,
    class: rejected === null ? classOf(danger, paths) : "dangerous",
    reason: rejected ?? reason ?? "It is put right while everything goes on.",
  };
}

function classOf(danger: Danger, paths: readonly string[]): DriftClass {
  if (danger === "nothing" || (danger === "in-place" && paths.every((path) => NAMES.has(path)))) return "harmless";
  return danger === "in-place" ? "safe-to-correct" : "dangerous";
}

/** The change that would make it again as it was applied. */
function correctionOf(
  { address, type, attributes: recorded }: RecordedObject,
  attributes: Difference["attributes"],
  actions: readonly string[],
): TerraformChange {
  const paths = attributes.map(({ path }) => path);
  const observed = attributes.map(({ path, observed: value }) => [path, asRecorded(value, recorded[path])] as const);
  return {
    ...{ address, type, actions, previousAddress: null, actionReason: null, importing: false },
    before: { ...recorded, ...Object.fromEntries(observed) },
    after: recorded,
    changedPaths: paths,
    unknownPaths: [],
    replacePaths: actions.includes("delete") ? paths : [],
  };
}

/** Sizes are compared as numbers. */
function asRecorded(value: string | null, recorded: unknown): unknown {
  return typeof recorded === "number" && value !== null ? Number(value) : value;
}
