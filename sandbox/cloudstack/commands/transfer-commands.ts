import { randomUUID } from "node:crypto";
import { newOwner, requireAccess, target } from "../core/access.ts";
import { ApiError, invalidParameter } from "../core/api-error.ts";
import { async, type CommandFamily, type JobContext, type Json } from "../core/command.ts";
import { timestamp } from "../core/timestamp.ts";
import { checkImageUrl } from "../images/check-image-url.ts";
import { download } from "../images/download-template.ts";
import { volumeView } from "../views/volume-view.ts";

interface ExtractWork {
  id: string;
  zoneId: string;
}

/** Images in and out: download URLs for snapshots, templates and volumes, and volumes from a URL. */
export const TRANSFER_COMMANDS: CommandFamily = {
  extractSnapshot: async<ExtractWork>({
    javaClass: "user.snapshot.ExtractSnapshotCmd",
    instanceType: "Snapshot",
    eventType: "SNAPSHOT.EXTRACT",
    id: "snapshots",
    admit(call) {
      const snapshot = target(call, call.world.tables.snapshots, "id");
      if (snapshot.state !== "BackedUp") {
        throw invalidParameter(`Snapshot ${snapshot.id} is in state ${snapshot.state} and can't be extracted`);
      }
      return { work: { id: snapshot.id, zoneId: call.parameters.required("zoneid") }, instanceId: snapshot.id };
    },
    async finish(context, { id, zoneId }) {
      const snapshot = context.world.tables.snapshots.must(id);
      const link = await publish(context, snapshot.file, snapshot.virtualSize, "qcow2");
      return { snapshot: { ...extractView(context, snapshot, zoneId, link), storagetype: "Secondary" } };
    },
  }),

  extractTemplate: async<ExtractWork>({
    javaClass: "user.template.ExtractTemplateCmd",
    instanceType: "Template",
    eventType: "TEMPLATE.EXTRACT",
    id: "templates",
    admit(call) {
      const template = call.world.tables.templates.must(call.parameters.required("id"));
      if (!call.caller.isRootAdmin && !template.isExtractable) {
        throw invalidParameter("Only ROOT admins are allowed to extract this template");
      }
      if (!template.isPublic) requireAccess(call, template);
      if (!template.isReady) throw invalidParameter(`The template ${template.name} has not been downloaded`);
      const zoneId = call.parameters.text("zoneid") ?? template.zoneId;
      return { work: { id: template.id, zoneId }, instanceId: template.id };
    },
    async finish(context, { id, zoneId }) {
      const template = context.world.tables.templates.must(id);
      const link = await publish(context, template.file, template.size ?? 0, template.format.toLowerCase());
      const { accountId } = template;
      return { template: { ...extractView(context, template, zoneId, link), accountid: accountId } };
    },
  }),

  extractVolume: async<ExtractWork>({
    javaClass: "user.volume.ExtractVolumeCmd",
    instanceType: "Volume",
    eventType: "VOLUME.EXTRACT",
    id: "volumes",
    admit(call) {
      const volume = target(call, call.world.tables.volumes, "id");
      const machine = call.world.tables.virtualMachines.get(volume.virtualMachineId);
      if (machine && machine.state !== "Stopped") {
        throw new ApiError(431, `Please stop the VM before extracting the volume: ${volume.id}`);
      }
      return { work: { id: volume.id, zoneId: call.parameters.required("zoneid") }, instanceId: volume.id };
    },
    async finish(context, { id, zoneId }) {
      const { tables } = context.world;
      const volume = tables.volumes.must(id);
      const file = volume.file ?? tables.templates.get(volume.templateId)?.file;
      const link = await publish(context, file, volume.sizeBytes, "qcow2");
      return { volume: extractView(context, volume, zoneId, link) };
    },
  }),

  uploadVolume: async<{ id: string; url: string; checksum?: string }>({
    byAdmin: true,
    javaClass: "user.volume.UploadVolumeCmd",
    instanceType: "Volume",
    eventType: "VOLUME.UPLOAD",
    async admit(call) {
      const { parameters, world } = call;
      const url = parameters.required("url");
      await checkImageUrl(url, parameters.required("format").toUpperCase(), call.allowLoopbackImages);
      const diskOfferingId = parameters.text("diskofferingid");
      const volume = world.tables.volumes.add({
        ...world.newRow("volume"),
        ...newOwner(call),
        name: parameters.required("name"),
        zoneId: parameters.required("zoneid"),
        type: "DATADISK",
        sizeBytes: 0,
        state: "UploadOp",
        ...(diskOfferingId === undefined ? {} : { diskOfferingId }),
      });
      const checksum = parameters.text("checksum");
      return { work: { id: volume.id, url, ...(checksum === undefined ? {} : { checksum }) }, instanceId: volume.id };
    },
    async finish({ world, images, caller, closing }, { id, url, checksum }) {
      const volume = world.tables.volumes.must(id);
      const file = `${id}.qcow2`;
      await download(images.pathOf(file), { url, file, checksum, closing, onProgress: () => undefined });
      Object.assign(volume, { file, state: "Uploaded", sizeBytes: await images.virtualSizeOf(file) });
      return { volume: volumeView(world, volume, caller) };
    },
    abandon({ world }, { id }) {
      world.tables.volumes.must(id).state = "UploadError";
    },
  }),
};

/** Puts the bytes under a fresh, unguessable name and returns the URL that serves them. */
async function publish(
  { images, publicUrl }: JobContext,
  source: string | undefined,
  virtualSize: number,
  ending: string,
): Promise<string> {
  const file = `extract-${randomUUID()}.${ending}`;
  await images.provide(file, source, virtualSize);
  return `${publicUrl()}/userdata/${file}`;
}

function extractView({ world }: JobContext, row: { id: string; name: string }, zoneId: string, url: string): Json {
  return {
    id: row.id,
    name: row.name,
    created: timestamp(),
    extractId: randomUUID(),
    extractMode: "HTTP_DOWNLOAD",
    state: "DOWNLOAD_URL_CREATED",
    zoneid: zoneId,
    zonename: world.tables.zones.must(zoneId).name,
    url,
  };
}
