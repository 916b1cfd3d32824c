import { randomBytes, randomUUID } from "node:crypto";
import type pg from "pg";
import { makeAddressGuard } from "../../src/adapters/http/address-guard.ts";
import { makeFetchContent } from "../../src/adapters/image/fetch-content.ts";
import { openImageFiles } from "../../src/adapters/image/image-files.ts";
import { makeQemuImg } from "../../src/adapters/image/qemu-img.ts";
import { makeImageLinkStore } from "../../src/adapters/postgres/image-link-store.ts";
import { makeImageStore } from "../../src/adapters/postgres/image-store.ts";
import type { CloudImages, OfferedFile } from "../../src/cloud/index.ts";
import type { Cloud } from "../../src/contract/index.ts";
import { type ImageWorker, makeFileOffers, makeImageDesk, makeImageWorker } from "../../src/image/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import type { ImageConfig } from "../image-config.ts";
import type { ImageServices } from "../services/image-side.ts";
import type { composeClouds } from "./cloud-services.ts";
import { systemClock, systemTimers } from "./system-time.ts";

/** A person waits for the answer. */
const CLOUD_PATIENCE_MS = 5_000;
const LOOK_MS = 1_000;
const LOOPBACK = /^(localhost|127\..*|\[::1\])$/;

interface ImageParts {
  /** The service's own: images belong to the site. */
  readonly pool: pg.Pool;
  readonly clouds: ReturnType<typeof composeClouds>;
  readonly images: ImageConfig;
  /** Where people reach the service; known at the latest when it listens. */
  readonly publicUrl: () => string;
  readonly lookMs?: number;
  readonly onBackgroundError: (error: unknown, what: string) => void;
}

export interface Images {
  readonly services: ImageServices;
  readonly worker: ImageWorker;
  /** Null: no address is known under which this cloud's storage reaches the service. */
  offerTo(cloud: Cloud): (() => Promise<OfferedFile>) | null;
  close(): Promise<void>;
}

/** Images, for the routes and for the worker beside them: their files are on this machine. */
export function imageServices(parts: ImageParts): Images {
  const { pool, clouds, images: config } = parts;
  const files = openImageFiles(config.folder, randomUUID);
  const store = makeImageStore(pool);
  const address = () => config.url ?? parts.publicUrl();
  const links = makeImageLinkStore(pool, (token, file) => `${address()}/image-content/${token}/${file}`);
  const offers = makeFileOffers({ files, links, newId: randomUUID, newBytes: randomBytes });
  const tools = makeQemuImg();
  const fetching = makeFetchContent(makeAddressGuard(config.networks));

  async function imagesOf(cloudId: string): Promise<CloudImages> {
    const { images } = await clouds.clients(cloudId);
    if (images !== undefined) return images;
    throw new AppError("cloud-refused", "Images cannot be published on this cloud.");
  }

  const worker = makeImageWorker({
    ...{ store, files, tools, links, fetch: fetching.fetch, images: imagesOf, timers: systemTimers },
    ...{ mostGib: config.mostGib, mostBytes: config.quotaBytes, lookMs: parts.lookMs ?? LOOK_MS, newMark: randomUUID },
    refresh: async (cloudId) => void (await clouds.refresh(cloudId)),
    workerId: `images-${randomUUID()}`,
    onError: (error) => parts.onBackgroundError(error, "an image could not be worked on"),
  });
  const desk = makeImageDesk({
    ...{ store, files, tools, images: imagesOf, clouds: { list: clouds.list }, clock: systemClock, newId: randomUUID },
    ...{ wake: worker.look, quotaBytes: config.quotaBytes },
    timeLimit: () => AbortSignal.timeout(CLOUD_PATIENCE_MS),
  });
  return {
    services: {
      ...desk,
      async linked(token) {
        const content = await links.find(token);
        return content !== null && (await files.has(content)) ? content : null;
      },
      read(content, range) {
        offers.noteRead(content.sha256);
        return files.read(content, range);
      },
    },
    worker,
    // No cloud elsewhere reaches a loopback address of this machine.
    offerTo: ({ sandbox }) => (sandbox || !LOOPBACK.test(new URL(address()).hostname) ? offers.open : null),
    close: () => fetching.close(),
  };
}
