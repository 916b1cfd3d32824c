import { requireAccess, visible } from "../core/access.ts";
import { invalidParameter } from "../core/api-error.ts";
import { async, type Call, type CommandFamily, type Json, sync } from "../core/command.ts";
import type { Owned } from "../core/model.ts";
import { ownerOf } from "../core/network-state.ts";
import { listOf } from "../core/paging.ts";
import type { Kind } from "../core/world.ts";
import { ownerView } from "../views/owner-view.ts";

/** Spelling and table per kind of object; asked for without regard to case (`userVm`, `UserVm`). */
const SUBJECTS: Record<string, readonly [spelling: string, kind: Kind]> = {
  uservm: ["UserVm", "virtualMachines"],
  volume: ["Volume", "volumes"],
  network: ["Network", "networks"],
  publicipaddress: ["PublicIpAddress", "ipAddresses"],
  template: ["Template", "templates"],
  snapshot: ["Snapshot", "snapshots"],
  snapshotpolicy: ["SnapshotPolicy", "snapshotPolicies"],
  firewallrule: ["FirewallRule", "firewallRules"],
  portforwardingrule: ["PortForwardingRule", "portForwardingRules"],
  loadbalancer: ["LoadBalancer", "loadBalancerRules"],
  project: ["Project", "projects"],
  user: ["User", "users"],
};

interface TagWork {
  spelling: string;
  subjectIds: string[];
  tags: { key: string; value?: string }[];
}

export const TAG_COMMANDS: CommandFamily = {
  createTags: async<TagWork>({
    javaClass: "user.tag.CreateTagsCmd",
    eventType: "CREATE_TAGS",
    admit(call) {
      const work = read(call);
      rejectDuplicates(call, work);
      return { work };
    },
    finish({ world, job }, { spelling, subjectIds, tags }) {
      for (const subjectId of subjectIds) {
        const owner = ownerOfSubject(world, spelling, subjectId) ?? { accountId: job.accountId };
        for (const { key, value = "" } of tags) {
          world.tables.tags.add({ ...world.newRow("tag"), ...owner, key, value, subjectType: spelling, subjectId });
        }
      }
      return { success: true };
    },
  }),

  deleteTags: async<TagWork>({
    javaClass: "user.tag.DeleteTagsCmd",
    eventType: "DELETE_TAGS",
    admit: (call) => ({ work: read(call) }),
    finish({ world }, { subjectIds, tags }) {
      const isMeant = (row: { key: string; value: string }) =>
        tags.length === 0 ||
        tags.some(({ key, value }) => row.key === key && (value === undefined || row.value === value));
      for (const row of world.tables.tags.where((tag) => subjectIds.includes(tag.subjectId) && isMeant(tag))) {
        world.tables.tags.delete(row.id);
      }
      return { success: true };
    },
  }),

  listTags: sync(listTags),
};

function read(call: Call): TagWork {
  const { parameters, world } = call;
  const type = parameters.required("resourcetype");
  const subject = SUBJECTS[type.toLowerCase()];
  if (!subject) throw invalidParameter(`Invalid resource type: ${type}`);
  const [spelling, kind] = subject;
  const subjectIds = parameters.list("resourceids");
  for (const id of subjectIds) {
    const row = world.tables[kind].get(id);
    if (!row) throw invalidParameter(`Unable to find resource by id ${id} and type ${spelling}`);
    if ("accountId" in row) requireAccess(call, row);
  }
  const tags = parameters
    .maps("tags")
    .map(({ key = "", value }) => ({ key, ...(value === undefined ? {} : { value }) }));
  return { spelling, subjectIds, tags };
}

function rejectDuplicates({ world }: Call, { spelling, subjectIds, tags }: TagWork): void {
  for (const { key, value } of tags) {
    const same = world.tables.tags.first((row) => subjectIds.includes(row.subjectId) && row.key === key);
    if (!same) continue;
    throw invalidParameter(`tag ${key} already on ${spelling} with id ${same.subjectId}: can't set it to ${value}`);
  }
}

function ownerOfSubject(world: Call["world"], spelling: string, id: string): Owned | undefined {
  const kind = SUBJECTS[spelling.toLowerCase()]?.[1];
  const row = kind === undefined ? undefined : world.tables[kind].get(id);
  return row && "accountId" in row ? ownerOf(row as Owned) : undefined;
}

function listTags(call: Call): Json {
  const { parameters, world } = call;
  const [id, type, key] = [parameters.text("resourceid"), parameters.text("resourcetype"), parameters.text("key")];
  const value = parameters.text("value");
  const rows = visible(call, world.tables.tags.all())
    .filter((tag) => id === undefined || tag.subjectId === id)
    .filter((tag) => type === undefined || tag.subjectType.toLowerCase() === type.toLowerCase())
    .filter((tag) => key === undefined || tag.key === key)
    .filter((tag) => value === undefined || tag.value === value);
  return listOf(call, "tag", rows, (tag) => ({
    key: tag.key,
    value: tag.value,
    resourcetype: tag.subjectType,
    resourceid: tag.subjectId,
    ...ownerView(world, tag),
  }));
}
