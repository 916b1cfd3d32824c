import type { ChangeContext, ChangeVerdict, TerraformChange } from "../run/index.ts";
import { LOSS_RULES, UNKNOWN_LOSS } from "./loss-rules.ts";
import { describeObject, describePaths } from "./plain-words.ts";
import { bootsFromVolume, keepsRootDisk } from "./root-disk.ts";
import { FORBIDDEN_UPDATES, SIZES, UPDATE_RULES, type UpdateRule } from "./update-rules.ts";

/** Why Terraform replaces or deletes, in words. */
const CAUSES: Readonly<Record<string, string>> = {
  replace_because_tainted: "Its last creation did not finish.",
  replace_by_request: "It was asked for.",
  replace_by_triggers: "Something it depends on changes.",
  delete_because_no_resource_config: "It is no longer part of the requirement.",
};

/** What a planned change does to people. Pure; knows that "update" may wipe a disk and that "no change" may lie. */
export function classifyChange(change: TerraformChange, context: ChangeContext): ChangeVerdict {
  const { actions } = change;
  const creates = actions.includes("create");
  if (creates && actions.includes("delete")) return replacement(change, context);
  if (actions.includes("delete")) return deletion(change, context);
  if (actions.includes("update")) return update(change, context);
  if (actions.includes("forget")) return forgetting(change, creates);
  if (creates) return creation(change);
  return bookkeeping(change);
}

function replacement(change: TerraformChange, context: ChangeContext): ChangeVerdict {
  const rule = LOSS_RULES[change.type] ?? UNKNOWN_LOSS;
  const kept = keepsRootDisk(change, context);
  const makesFirst = change.actions[0] === "create";
  const reasons = [
    causeOf(change),
    kept ? "Its disks stay; the machine itself is made anew and boots from them." : rule.reason,
    makesFirst ? "The new one is made before the old one is removed." : null,
    kept ? null : copyNote(rule.replaced, context),
  ];
  return {
    danger: kept ? "replaces" : rule.replaced,
    title: `Replaces ${describeObject(change)}`,
    reason: joined(reasons),
    rejected: smallerSize(change) ?? detachedDisks(change, context) ?? forbidden(change),
  };
}

function deletion(change: TerraformChange, context: ChangeContext): ChangeVerdict {
  const rule = LOSS_RULES[change.type] ?? UNKNOWN_LOSS;
  const kept = keepsRootDisk(change, context);
  const loss = kept ? "Its disks stay." : rule.reason;
  return {
    danger: kept ? "replaces" : rule.deleted,
    title: `Removes ${describeObject(change)}`,
    reason: joined([causeOf(change), loss, kept ? null : copyNote(rule.deleted, context)]),
    rejected: null,
  };
}

function update(change: TerraformChange, context: ChangeContext): ChangeVerdict {
  const rule = ruleFor(change);
  const smaller = smallerSize(change);
  const verb = smaller === null ? (rule?.verb ?? null) : "Shrinks";
  const rejected = smaller ?? impossibleRebuild(change) ?? startsStopped(change, context, rule) ?? forbidden(change);
  if (change.type === "terraform_data") return { danger: "nothing", title: plainTitle(change), reason: null, rejected };
  const power = rule?.attributes.includes("power_state") === true ? powerWords(change) : null;
  return {
    danger: rule?.danger ?? "in-place",
    title: power?.title ?? (verb === null ? plainTitle(change) : `${verb} ${describeObject(change)}`),
    reason: joined([
      power?.reason ?? rule?.reason ?? null,
      stopNote(change, context, rule),
      followOn(change),
      copyNote(rule?.danger ?? "in-place", context),
    ]),
    rejected,
  };
}

function forgetting(change: TerraformChange, creates: boolean): ChangeVerdict {
  const reason = "The old one stays on the cloud and may cost money; nobody here looks after it any more.";
  const title = creates ? `Makes ${describeObject(change)} anew` : `Stops looking after ${describeObject(change)}`;
  return { danger: "in-place", title, reason, rejected: null };
}

function creation(change: TerraformChange): ChangeVerdict {
  const danger = change.type === "terraform_data" ? "nothing" : "in-place";
  return { danger, title: `Makes ${describeObject(change)}`, reason: null, rejected: null };
}

function bookkeeping(change: TerraformChange): ChangeVerdict {
  const title = change.importing
    ? `Takes over ${describeObject(change)}, which exists already`
    : `Only renames ${describeObject(change)} in the state`;
  return { danger: "nothing", title, reason: null, rejected: null };
}

/** The first rule that names a changed attribute; one that promises "no effect" counts only when nothing else changes. */
function ruleFor(change: TerraformChange): UpdateRule | null {
  const rules = UPDATE_RULES[change.type] ?? [];
  const roots = rootsOf(change);
  const matching = rules.filter((rule) => rule.attributes.some((attribute) => roots.has(attribute)));
  const named = new Set(matching.flatMap((rule) => rule.attributes));
  const first = matching[0] ?? null;
  if (first?.danger === "nothing" && [...roots].some((root) => !named.has(root) && isWanted(change, root))) return null;
  return first;
}

/** A value that is merely recomputed is nobody's wish. */
function isWanted(change: TerraformChange, root: string): boolean {
  return change.changedPaths.some((path) => rootOf(path) === root && !change.unknownPaths.includes(path));
}

function plainTitle(change: TerraformChange): string {
  const wanted = change.changedPaths.filter((path) => !change.unknownPaths.includes(path));
  const paths = describePaths(wanted.length > 0 ? wanted : change.changedPaths);
  return `Changes ${describeObject(change)}${paths === "" ? "" : `: ${paths}`}`;
}

function powerWords(change: TerraformChange): { readonly title: string; readonly reason: string } {
  const object = describeObject(change);
  if (change.after?.["power_state"] === "active") {
    const reason = "It does not run now; applying starts it, whoever stopped it and why.";
    return { title: `Starts ${object}`, reason };
  }
  return { title: `Stops ${object}`, reason: "What runs on it stops." };
}

/** Nobody's stop is undone without a word; OpenStack's `power_state` does it, CloudStack's provider beside other changes. */
function stopNote(change: TerraformChange, context: ChangeContext, rule: UpdateRule | null): string | null {
  const turnedOn = rootsOf(change).has("power_state") && change.after?.["power_state"] === "active";
  if (context.stoppedByHand !== true || !(rule?.starts === true || turnedOn)) return null;
  return "A person stopped it by hand; afterwards it runs.";
}

/** O1: what looks like an update fails on a machine that boots from a volume, again at every plan. */
function impossibleRebuild(change: TerraformChange): string | null {
  if (change.type !== "openstack_compute_instance_v2" || !bootsFromVolume(change)) return null;
  const roots = rootsOf(change);
  if (!roots.has("image_id") && !roots.has("image_name")) return null;
  return `OpenStack refuses to rebuild ${describeObject(change)} with another image, because it boots from a volume.`;
}

/** What the provider itself cannot be trusted with. */
function forbidden(change: TerraformChange): string | null {
  const reasons = FORBIDDEN_UPDATES[change.type] ?? {};
  const root = [...rootsOf(change)].find((one) => Object.hasOwn(reasons, one) && change.after?.[one] != null);
  return root === undefined ? null : (reasons[root] ?? null);
}

/** C1: a machine that is to stay stopped, such as a standby or a fenced one, would be running afterwards. */
function startsStopped(change: TerraformChange, context: ChangeContext, rule: UpdateRule | null): string | null {
  if (rule?.starts !== true || context.machine !== "stopped") return null;
  return `CloudStack would start ${describeObject(change)}, which must stay stopped. Let it run, or destroy and rebuild it.`;
}

/** C7: a machine that is made before the old one goes leaves its data disks detached. */
function detachedDisks(change: TerraformChange, context: ChangeContext): string | null {
  if (change.type !== "cloudstack_instance" || change.actions[0] !== "create") return null;
  const hasDisks = context.changes.some((other) => other.type === "cloudstack_disk" && other.after !== null);
  return hasDisks
    ? `Making ${describeObject(change)} before removing the old one would leave its disks detached.`
    : null;
}

function smallerSize(change: TerraformChange): string | null {
  for (const pattern of SIZES[change.type] ?? []) {
    const smaller = change.changedPaths.find((path) => matches(path, pattern) && shrinks(change, path));
    if (smaller === undefined) continue;
    const sizes = `${valueAt(change.before, smaller)} to ${valueAt(change.after, smaller)} GiB`;
    return `${describeObject(change)} cannot become smaller (${sizes}): ask for at least its present size.`.replace(
      /^t/,
      "T",
    );
  }
  return null;
}

function shrinks(change: TerraformChange, path: string): boolean {
  const before = valueAt(change.before, path);
  const after = valueAt(change.after, path);
  return typeof before === "number" && typeof after === "number" && after < before;
}

function causeOf(change: TerraformChange): string | null {
  if (change.replacePaths.length > 0) return `${describePaths(change.replacePaths)} cannot change in place.`;
  return CAUSES[change.actionReason ?? ""] ?? null;
}

/** A reference that is only known after apply means that what it refers to is replaced in this plan. */
function followOn(change: TerraformChange): string | null {
  const refers = change.unknownPaths.some((path) =>
    /^(.*virtual_machine_id|.*member_ids|.*port_id|.*instance_id|forward)$/.test(rootOf(path)),
  );
  return refers ? "It follows the replacement of what it belongs to." : null;
}

function copyNote(danger: ChangeVerdict["danger"], context: ChangeContext): string | null {
  return danger === "destroys-data" && context.role === "standby" ? "This is the standby, whose disk is a copy." : null;
}

function matches(path: string, pattern: string): boolean {
  const parts = path.split(".");
  const wanted = pattern.split(".");
  return parts.length === wanted.length && wanted.every((part, index) => part === "*" || part === parts[index]);
}

function valueAt(side: TerraformChange["before"], path: string): unknown {
  let value: unknown = side;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.entries(value).find(([name]) => name === key)?.[1];
  }
  return value;
}

function rootsOf(change: TerraformChange): ReadonlySet<string> {
  return new Set(change.changedPaths.map(rootOf));
}

function rootOf(path: string): string {
  return path.split(".")[0] ?? path;
}

function joined(parts: readonly (string | null)[]): string | null {
  const text = parts.filter((part) => part !== null && part !== "").join(" ");
  return text === "" ? null : text;
}
