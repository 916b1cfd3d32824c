import type { Bytes, CloudImages } from "../cloud/index.ts";
import type { Cloud, Image, ImageChangeRequest, ImagePublishRequest, ImageRequest } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import { tooLarge } from "./fetch-incoming.ts";
import type { DiskTools, ImageFiles, ImageRecord, ImageStore } from "./ports.ts";
import { presentImage } from "./present-image.ts";
import { inUse } from "./settle-copy.ts";

export interface ImageDeskPorts {
  readonly store: ImageStore;
  readonly files: ImageFiles;
  readonly tools: Pick<DiskTools, "isThere">;
  readonly clouds: { list(): Promise<readonly Cloud[]> };
  readonly images: (cloudId: string) => Promise<CloudImages>;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Something may be due now. */
  readonly wake: () => void;
  /** Bytes that all images of the folder may take. */
  readonly quotaBytes: number;
  /** For one question to a cloud while a person waits. */
  readonly timeLimit: () => AbortSignal;
}

/** The catalog of images that administrators of the site publish on its clouds. */
export interface ImageDesk {
  list(): Promise<readonly Image[]>;
  find(id: string): Promise<Image>;
  /** Throws AppError: validation-failed, name-taken, image-room, image-tools-missing. */
  add(request: ImageRequest, createdBy: string): Promise<Image>;
  change(id: string, change: ImageChangeRequest): Promise<Image>;
  /** Throws AppError: not-found, image-state. */
  publish(id: string, request: ImagePublishRequest): Promise<Image>;
  /** What arrived of an upload, and how long the whole is. */
  uploaded(id: string): Promise<{ readonly received: number; readonly size: number }>;
  /** The next piece of an upload. Throws AppError: not-found, image-state, upload-offset, image-room, image-elsewhere. */
  receive(id: string, offset: number, bytes: Bytes): Promise<{ readonly received: number; readonly size: number }>;
  /** Throws AppError: not-found, image-in-use. */
  remove(id: string): Promise<Image>;
}

export function makeImageDesk(ports: ImageDeskPorts): ImageDesk {
  const { store, files, clouds, wake } = ports;

  async function found(id: string): Promise<ImageRecord> {
    const record = await store.find(id);
    if (record === null) throw new AppError("not-found", `There is no image ${id}.`, { imageId: id });
    return record;
  }

  async function shown(id: string): Promise<Image> {
    return presentImage(await found(id));
  }

  async function uploading(id: string): Promise<ImageRecord & { readonly sizeBytes: number }> {
    const record = await found(id);
    const { status, sizeBytes, home } = record;
    if (home !== files.home) throw new AppError("image-elsewhere", `The file of ${record.name} is not here.`);
    if (status === "receiving" && sizeBytes !== null) return { ...record, sizeBytes };
    throw new AppError("image-state", `${record.name} takes no bytes: it is ${status}.`, { status });
  }

  async function chosen(wanted: readonly string[] | null): Promise<readonly string[]> {
    const all = await clouds.list();
    if (wanted === null) return all.filter(({ ownerId }) => ownerId === null).map(({ id }) => id);
    const unknown = wanted.find((id) => !all.some((cloud) => cloud.id === id));
    if (unknown !== undefined) throw invalid("/clouds", `There is no cloud ${unknown}.`, "Choose registered clouds.");
    return wanted;
  }

  function marked(cloudIds: readonly string[]) {
    return cloudIds.map((cloudId) => ({ cloudId, mark: ports.newId() }));
  }

  return {
    list: async () => (await store.list()).map(presentImage),
    find: shown,

    async add(request, createdBy) {
      const { url, sizeBytes, convertTo, clouds: wanted, name, os, tags, shared } = request;
      if (url === null && sizeBytes === null) {
        throw invalid("/sizeBytes", "An upload's size is missing.", "Say how many bytes follow, or give a URL.");
      }
      const address = url === null ? null : new URL(url);
      if (address !== null && address.username !== "") {
        throw invalid(
          "/url",
          "The address holds a user name.",
          "Use an address that needs none, such as a signed one.",
        );
      }
      if (convertTo !== null && !(await ports.tools.isThere())) {
        throw new AppError("image-tools-missing", "qemu-img, which converts disks, is not installed here.");
      }
      await requireRoom(sizeBytes ?? 0);
      const targets = await chosen(wanted);
      const id = ports.newId();
      await store.create({
        ...{ id, home: files.home, name, os, tags, shared, convertTo, sizeBytes, createdBy, url },
        ...{ format: request.format, sha256: request.sha256, status: url === null ? "receiving" : "fetching" },
        source: address === null ? null : address.origin + address.pathname,
        createdAt: ports.clock.now().toISOString(),
      });
      await store.want(id, marked(targets));
      wake();
      return shown(id);
    },

    async change(id, change) {
      await found(id);
      await store.relabel(id, change);
      wake();
      return shown(id);
    },

    async publish(id, { clouds: wanted }) {
      const { status, name } = await found(id);
      if (status === "failed" || status === "removing") {
        throw new AppError("image-state", `${name} cannot be published: it is ${status}.`, { status });
      }
      await store.want(id, marked(await chosen(wanted)));
      wake();
      return shown(id);
    },

    async uploaded(id) {
      const { sizeBytes: size } = await uploading(id);
      return { received: await files.received(id), size };
    },

    async receive(id, offset, bytes) {
      const { sizeBytes: size } = await uploading(id);
      const { received } = await files.append(id, offset, bytes, size);
      const whole = received === size;
      const next = whole
        ? ({ status: "checking", percent: 0 } as const)
        : { percent: Math.floor((received / size) * 100) };
      await store.advance(id, ["receiving"], { receivedBytes: received, ...next });
      if (whole) wake();
      return { received, size };
    },

    async remove(id) {
      const record = await found(id);
      const there = record.copies.flatMap(({ cloudImageId }) => (cloudImageId === null ? [] : [cloudImageId]));
      const planned = await store.plannedOn(there);
      if (planned.length > 0) throw inUse(planned, "its clouds, or about to be,");
      await Promise.all(record.copies.map(refuseUsed));
      await store.remove(id);
      wake();
      return shown(id);
    },
  };

  async function requireRoom(bytes: number): Promise<void> {
    const room = ports.quotaBytes - (await store.bytesTaken(files.home));
    if (room <= bytes) throw tooLarge(Math.max(0, room));
  }

  /** A cloud that does not answer now is asked again by whoever removes the copy. */
  async function refuseUsed({ cloudId, cloudName, cloudImageId }: ImageRecord["copies"][number]): Promise<void> {
    if (cloudImageId === null) return;
    const machines = await ports
      .images(cloudId)
      .then((cloud) => cloud.machinesFrom(cloudImageId, ports.timeLimit()))
      .catch((error: unknown) => {
        if (error instanceof AppError) return [];
        throw error;
      });
    if (machines.length > 0) throw inUse(machines, cloudName);
  }
}

function invalid(pointer: string, message: string, remedy: string): AppError {
  return new AppError("validation-failed", message, { issues: [{ pointer, code: "wrong-value", message, remedy }] });
}
