import type { CloudAct } from "../cloud/index.ts";
import type { DriftFinding } from "../contract/index.ts";

/** Acts, in the clouds' own words, that may have made an attribute what it is. */
const CAUSES: Readonly<Record<string, readonly string[]>> = {
  power_state: ["stop", "start", "reboot", "pause", "suspend", "shelve", "unshelve", "resume", "VM.STOP", "VM.START"],
  flavor_id: ["resize"],
  service_offering: ["VM.UPGRADE"],
  name: ["VM.UPDATE"],
  display_name: ["VM.UPDATE"],
  root_disk_size: ["VOLUME.RESIZE"],
  size: ["VOLUME.RESIZE"],
  virtual_machine_id: ["VOLUME.ATTACH", "VOLUME.DETACH"],
};
const ENDS = /^delete$|\.(?:DELETE|DESTROY|EXPUNGE|RELEASE|CLOSE|DETACH)$/;

/** The last act since the apply that may have caused a finding; undefined when the record tells of none. */
export function lastAct(
  { kind, attributes }: Pick<DriftFinding, "kind" | "attributes">,
  acts: readonly CloudAct[],
  appliedAt: Date,
): DriftFinding["lastAct"] {
  const causes = new Set(attributes.flatMap(({ path }) => CAUSES[path] ?? []));
  const found = acts
    .filter(({ at }) => at >= appliedAt)
    .filter(({ what }) => (kind === "gone" ? ENDS.test(what) : causes.has(what)))
    .toSorted((left, right) => right.at.getTime() - left.at.getTime())[0];
  return found && { what: found.what, by: found.by, at: found.at.toISOString() };
}
