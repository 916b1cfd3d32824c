import { Readable } from "node:stream";
import * as z from "zod";
import type { CloudImageSight, CloudImages, ImageLabel } from "../../cloud/ports.ts";
import { AppError } from "../../kernel/app-error.ts";
import { Image } from "./answers.ts";
import { Content, type OpenstackApi } from "./openstack-api.ts";

const PATCH = "application/openstack-images-v2.1-json-patch";
const GIB = 1024 ** 3;
const MOST_NAMES = 20;
const Server = z.object({ id: z.string(), name: z.string() });
const ImageAnswer = Image.extend({
  checksum: z.string().nullish(),
  os_hash_algo: z.string().nullish(),
  os_hash_value: z.string().nullish(),
});

/**
 * Images of Glance. An image's id is chosen by us: it is the mark, so a creation whose answer was lost is found again by
 * its own address, and a second one is refused.
 */
export function makeOpenstackImages(api: OpenstackApi): CloudImages {
  return {
    async look(mark, _cloudImageId, signal) {
      const found = await unlessGone(() => api.get("image", `/images/${mark}`, ImageAnswer, signal));
      return found === null ? null : sightOf(found);
    },

    async begin(mark, label, content, signal) {
      const body = {
        ...{ id: mark, name: label.name, visibility: "private", disk_format: content.format, container_format: "bare" },
        min_disk: Math.ceil(content.virtualBytes / GIB),
        tags: [...label.tags],
        os_hidden: label.hidden,
        ...propertiesOf(label),
      };
      await api.change({ method: "POST", service: "image", path: "/images", body, expected: [409] }, signal);
    },

    async fill(cloudImageId, content, onBytes, signal) {
      const body = new Content(content.sizeBytes, () =>
        Readable.from(counted(content.read(), onBytes), { objectMode: false }),
      );
      const mediaType = "application/octet-stream";
      await api.change(
        { method: "PUT", service: "image", path: `/images/${cloudImageId}/file`, body, mediaType },
        signal,
      );
    },

    async label(cloudImageId, _mark, label, signal) {
      const set = { name: label.name, tags: [...label.tags], os_hidden: label.hidden };
      const body = Object.entries(set).map(([name, value]) => ({ op: "replace", path: `/${name}`, value }));
      const path = `/images/${cloudImageId}`;
      await api.change({ method: "PATCH", service: "image", path, body, mediaType: PATCH }, signal);
      return share(cloudImageId, label.shared, signal);
    },

    async machinesFrom(cloudImageId, signal) {
      const path = `/servers/detail?image=${cloudImageId}&all_tenants=true&limit=${MOST_NAMES}`;
      const servers = await api.list("compute", path, "servers", Server, signal).catch(async (error: unknown) => {
        if (!isRefused(error, 403)) throw error;
        return api.list("compute", path.replace("&all_tenants=true", ""), "servers", Server, signal);
      });
      return servers.map(({ name }) => name);
    },

    async remove(cloudImageId, signal) {
      await api.change(
        { method: "DELETE", service: "image", path: `/images/${cloudImageId}`, expected: [404] },
        signal,
      );
    },
  };

  /** For every project where the cloud allows it, else for those who ask for it by its id. */
  async function share(cloudImageId: string, shared: boolean, signal: AbortSignal | undefined): Promise<string> {
    const patch = (value: string) =>
      api.change(
        {
          ...{ method: "PATCH", service: "image", path: `/images/${cloudImageId}`, mediaType: PATCH },
          body: [{ op: "replace", path: "/visibility", value }],
        },
        signal,
      );
    if (!shared) {
      await patch("private");
      return "";
    }
    try {
      await patch("public");
      return "";
    } catch (error) {
      if (!isRefused(error, 403)) throw error;
      await patch("community");
      return "This user may make no public images: other projects see it only when they ask for community images.";
    }
  }
}

function propertiesOf({ os }: ImageLabel): Record<string, string> {
  const virtio = { hw_disk_bus: "virtio", hw_vif_model: "virtio", hw_qemu_guest_agent: "yes" };
  const distro = os?.family === "rocky" ? "rocky" : os?.family;
  return {
    ...virtio,
    ...(os !== null && distro !== undefined && { os_type: "linux", os_distro: distro, os_version: os.version }),
  };
}

function sightOf(image: z.infer<typeof ImageAnswer>): CloudImageSight {
  const { id, status, size } = image;
  const sha512 = image.os_hash_algo === "sha512" ? (image.os_hash_value ?? null) : null;
  const common = { cloudImageId: id, cloudStatus: status, percent: 0, sha512, sizeBytes: size ?? null };
  if (status === "queued") return { ...common, status: "empty" };
  if (status === "active") return { ...common, status: "active", percent: 100 };
  return {
    ...common,
    status: ["killed", "deleted", "pending_delete", "deactivated"].includes(status) ? "failed" : "filling",
  };
}

async function* counted(bytes: AsyncIterable<Uint8Array>, onBytes: (sent: number) => void): AsyncIterable<Uint8Array> {
  let sent = 0;
  for await (const piece of bytes) {
    yield piece;
    sent += piece.byteLength;
    onBytes(sent);
  }
}

async function unlessGone<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (isRefused(error, 404)) return null;
    throw error;
  }
}

function isRefused(error: unknown, status: number): boolean {
  return error instanceof AppError && error.facts["status"] === status;
}
