import type { Json } from "../core/command.ts";
import type { Snapshot, SnapshotPolicy } from "../core/model.ts";
import type { World } from "../core/world.ts";
import { PRIMARY_STORAGE } from "../seed/hosts.ts";
import { ownerView, tagViews } from "./owner-view.ts";

export function snapshotView(world: World, snapshot: Snapshot): Json {
  const volume = world.tables.volumes.get(snapshot.volumeId);
  return {
    id: snapshot.id,
    ...ownerView(world, snapshot),
    volumeid: snapshot.volumeId,
    volumename: snapshot.volumeName,
    volumetype: snapshot.volumeType,
    volumestate: volume?.state ?? "Destroy",
    created: snapshot.created,
    name: snapshot.name,
    intervaltype: "MANUAL",
    state: snapshot.state,
    physicalsize: snapshot.physicalSize,
    zoneid: snapshot.zoneId,
    zonename: world.tables.zones.must(snapshot.zoneId).name,
    revertable: false,
    virtualsize: snapshot.virtualSize,
    tags: tagViews(world, snapshot.id),
    hasannotations: false,
  };
}

export function snapshotPolicyView(world: World, policy: SnapshotPolicy): Json {
  const volume = world.tables.volumes.must(policy.volumeId);
  const zone = world.tables.zones.must(volume.zoneId);
  return {
    id: policy.id,
    volumeid: policy.volumeId,
    volumename: volume.name,
    schedule: policy.schedule,
    intervaltype: policy.intervalType,
    maxsnaps: policy.maxSnapshots,
    timezone: policy.timezone,
    fordisplay: true,
    zone: [{ id: zone.id, name: zone.name, isnsxenabled: false, ismultiarch: false, routedmodeenabled: false }],
    storage: [{ id: PRIMARY_STORAGE.id, name: PRIMARY_STORAGE.name }],
    tags: tagViews(world, policy.id),
  };
}
