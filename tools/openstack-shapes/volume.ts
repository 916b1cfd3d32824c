import { type Answer, type Probe, until } from "./probe.ts";
import { fieldOf, idOf } from "./read.ts";

const MISSING = "00000000-0000-4000-8000-000000000000";

/** Volumes, types and snapshots: made, grown, refused. */
export async function probeVolume(probe: Probe, imageId: string): Promise<void> {
  const call = (method: string, path: string, name: string, body?: unknown) =>
    probe.call("volume", method, path, body === undefined ? { name } : { name, body });
  await call("GET", "/types", "volume.types");
  await call("GET", "/limits", "volume.limits");
  await call("GET", `/os-quota-sets/${probe.projectId}`, "volume.quota");
  await call("GET", `/os-quota-sets/${probe.projectId}?usage=True`, "volume.quota-usage");
  const volumeId = idOf(
    await call("POST", "/volumes", "volume.create", { volume: { name: "shape-vol", size: 1 } }),
    "volume",
  );
  await waitVolume(probe, volumeId, "available");
  await call("GET", `/volumes/${volumeId}`, "volume.get");
  await call("GET", `/volumes/${MISSING}`, "volume.missing");
  await call("GET", "/volumes", "volume.list");
  await call("GET", "/volumes/detail", "volume.list-detail");
  await call("PUT", `/volumes/${volumeId}`, "volume.update", { volume: { name: "shape-vol", description: "d" } });
  await call("POST", "/volumes", "volume.create-size-zero", { volume: { size: 0 } });
  await call("POST", "/volumes", "volume.create-unknown-attribute", { volume: { size: 1, colour: "red" } });
  await call("POST", "/volumes", "volume.create-unknown-type", { volume: { size: 1, volume_type: "no-such-type" } });
  await call("POST", "/volumes", "volume.create-unknown-image", { volume: { size: 1, imageRef: MISSING } });
  await call("POST", `/volumes/${volumeId}/action`, "volume.extend-smaller", { "os-extend": { new_size: 1 } });
  await call("POST", `/volumes/${volumeId}/action`, "volume.extend", { "os-extend": { new_size: 2 } });
  await waitVolume(probe, volumeId, "available");
  await call("POST", `/volumes/${volumeId}/action`, "volume.unknown-action", { "os-nonsense": {} });

  const snapshotId = idOf(
    await call("POST", "/snapshots", "snapshot.create", { snapshot: { volume_id: volumeId, name: "shape-snap" } }),
    "snapshot",
  );
  const available = (answer: Answer) => fieldOf(answer, "snapshot", "status") === "available";
  await until(() => probe.call("volume", "GET", `/snapshots/${snapshotId}`), available);
  await call("GET", `/snapshots/${snapshotId}`, "snapshot.get");
  await call("GET", `/snapshots/${MISSING}`, "snapshot.missing");
  await call("DELETE", `/volumes/${volumeId}`, "volume.delete-with-snapshot");
  await call("DELETE", `/snapshots/${snapshotId}`, "snapshot.delete");
  await until(
    () => probe.call("volume", "GET", `/snapshots/${snapshotId}`),
    (answer) => answer.status === 404,
  );

  const upload = await call("POST", `/volumes/${volumeId}/action`, "volume.upload-image", {
    "os-volume_upload_image": {
      image_name: "shape-upload",
      disk_format: "qcow2",
      container_format: "bare",
      force: false,
    },
  });
  const uploaded = fieldOf(upload, "os-volume_upload_image", "image_id");
  await waitVolume(probe, volumeId, "available");
  await until(
    () => probe.call("image", "GET", `/images/${uploaded}`),
    (answer) => answer.json["status"] === "active",
  );
  await probe.call("image", "GET", `/images/${uploaded}`, { name: "image.get-uploaded-volume" });
  await probe.call("image", "DELETE", `/images/${uploaded}`);

  const fromImage = idOf(
    await call("POST", "/volumes", "volume.create-from-image", {
      volume: { size: 12, imageRef: imageId, name: "shape-root" },
    }),
    "volume",
  );
  await waitVolume(probe, fromImage, "available");
  await call("GET", `/volumes/${fromImage}`, "volume.get-from-image");
  await call("DELETE", `/volumes/${fromImage}`, "volume.delete");
  await call("DELETE", `/volumes/${volumeId}`, "volume.delete-plain");
  await until(
    () => probe.call("volume", "GET", `/volumes/${volumeId}`),
    (answer) => answer.status === 404,
  );
  await until(
    () => probe.call("volume", "GET", `/volumes/${fromImage}`),
    (answer) => answer.status === 404,
  );
}

/** Waits until a volume has the status; a volume in error fails at once. */
export function waitVolume(probe: Probe, volumeId: string, status: string): Promise<Answer> {
  return until(
    () => probe.call("volume", "GET", `/volumes/${volumeId}`),
    (answer) => {
      const seen = fieldOf(answer, "volume", "status");
      if (seen.startsWith("error")) throw new Error(`volume ${volumeId} is in ${seen}`);
      return seen === status;
    },
  );
}
