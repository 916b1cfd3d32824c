import type { ListedObject } from "../../src/cloud/index.ts";
import { compareSite, type Difference, makeProjectSight } from "../../src/drift/compare-site.ts";
import type { RecordedObject } from "../../src/drift/recorded-objects.ts";

export const WORKSPACE = "11111111-1111-4111-8111-111111111111";

/** An object of the state; its Terraform name is its type's last words. */
export function recorded(type: string, id: string, attributes: RecordedObject["attributes"] = {}): RecordedObject {
  return { type, id, address: `${type}.it`, attributes: { id, ...attributes } };
}

export function listed(
  kind: ListedObject["kind"],
  id: string,
  facts: ListedObject["facts"] = {},
  more: Partial<ListedObject> = {},
): ListedObject {
  return { kind, id, name: "web", settled: true, mark: null, facts, ...more };
}

/** What differs between a state and a project, on a first site whose machine is to run. */
export function differences(
  objects: readonly RecordedObject[],
  project: readonly ListedObject[],
  machine: "running" | "stopped" | "absent" = "running",
): readonly Difference[] {
  return compareSite({ workspaceId: WORKSPACE, secondSite: false, objects, machine }, makeProjectSight(project));
}
