import type { CapacityItem, CapacityKind, ConnectionStep } from "../../contract/index.ts";
import { failedStep } from "./connection-step.ts";

/** What no machine can do without. */
const NEEDED: ReadonlySet<CapacityKind> = new Set([
  "instances",
  "vcpus",
  "memory-mib",
  "volumes",
  "disk-gib",
  "networks",
]);
const WORDS: Readonly<Record<CapacityKind, string>> = {
  instances: "machines",
  vcpus: "processors",
  "memory-mib": "memory",
  volumes: "disks",
  "disk-gib": "disk space",
  "public-addresses": "public addresses",
  networks: "networks",
  images: "images",
};

/** Whether the tenant may have anything at all, and what of it is used up. */
export function judgeQuota(items: readonly CapacityItem[]): ConnectionStep {
  const own = items.filter(({ scope, limit }) => scope === "tenant" && limit !== null);
  const named = (some: readonly CapacityItem[]) => some.map(({ kind }) => WORDS[kind]).join(", ");
  const none = own.filter(({ kind, limit }) => limit === 0 && NEEDED.has(kind));
  if (none.length > 0) {
    return failedStep(
      "quota",
      `the limit is 0 for ${named(none)}`,
      "Ask the cloud's operator for a quota, or register another project or account.",
    );
  }
  const passed = { step: "quota", ok: true };
  const full = own.filter(({ limit, used }) => limit !== null && used !== null && used >= limit);
  if (full.length > 0) {
    const remedy = "Free some of it, or ask the cloud's operator for more, before machines are made.";
    return { ...passed, detail: `used up: ${named(full)}`, remedy };
  }
  if (items.length === 0) return { ...passed, detail: "the cloud does not tell any limits", remedy: null };
  return { ...passed, detail: "no limit is used up", remedy: null };
}
