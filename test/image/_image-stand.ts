import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { openImageFiles } from "../../src/adapters/image/image-files.ts";
import { makeQemuImg } from "../../src/adapters/image/qemu-img.ts";
import { makeImageLinkStore } from "../../src/adapters/postgres/image-link-store.ts";
import { makeImageStore } from "../../src/adapters/postgres/image-store.ts";
import type { CloudClient, CloudImages } from "../../src/cloud/index.ts";
import type { ImageRecord } from "../../src/image/ports.ts";
import { type SettleImagePorts, settleImage } from "../../src/image/settle-image.ts";
import { freshDatabase } from "../_helpers/database.ts";
import { IDS } from "../_helpers/samples.ts";
import { openCloudstackSite, openOpenstackSite } from "../_helpers/sandbox-site.ts";
import { smallDisk } from "../_helpers/small-disk.ts";

/** A dead worker's questions go nowhere, and waiting between them teaches nothing. */
const HURRY = { pause: () => new Promise<void>((resolve) => setTimeout(resolve, 15)), random: () => 0 };

/** Everything a worker of images needs, on real sandboxes, a real database and real files. */
export async function openImageStand() {
  const [database, openstack, cloudstack] = await Promise.all([
    freshDatabase(),
    openOpenstackSite(HURRY),
    openCloudstackSite(HURRY),
  ]);
  const folder = await mkdtemp(join(tmpdir(), "ts-images-"));
  const clients: Readonly<Record<string, CloudClient>> = {
    [IDS.openstack]: openstack.client,
    [IDS.cloudstack]: cloudstack.client,
  };
  for (const [id, name] of [
    [IDS.openstack, "openstack"],
    [IDS.cloudstack, "cloudstack"],
  ]) {
    await database.pool.query(
      `insert into cloud (id, name, kind, description, endpoint, location, sandbox, mapping, status, status_detail,
                          registration_sealed)
       values ($1, $2, $2, '', 'http://cloud.example', 'here', false, '{}', 'ready', '', ''::bytea)`,
      [id, name],
    );
  }
  const files = openImageFiles(folder, randomUUID);
  const store = makeImageStore(database.pool);
  let origin = "";
  const links = makeImageLinkStore(database.pool, (token, file) => `${origin}/${token}/${file}`);
  const server = createServer(async (request, response) => {
    const content = await links.find(request.url?.split("/")[1] ?? "");
    if (content === null) return response.writeHead(404).end();
    response.writeHead(200, { "content-length": content.sizeBytes });
    return Readable.from(files.read(content)).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;

  const ports: SettleImagePorts = {
    ...{ store, files, links, tools: makeQemuImg(), mostGib: 10, mostBytes: 2 ** 40, lookMs: 20, newMark: randomUUID },
    timers: { pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
    images: async (cloudId) => clients[cloudId]?.images as CloudImages,
    refresh: async () => undefined,
    fetch: () => Promise.reject(new Error("nothing is fetched here")),
  };

  return {
    store,
    /** Adds a small image whose bytes are all here, wanted on both clouds. */
    async add(name: string, stamp = name): Promise<ImageRecord> {
      const { bytes, sha256 } = smallDisk(8, stamp);
      const id = randomUUID();
      await store.create({
        ...{ id, home: files.home, name, os: { family: "ubuntu", version: "24.04" }, tags: ["team-a"], shared: false },
        ...{ convertTo: null, sizeBytes: bytes.length, createdBy: "root", url: null, format: null, sha256 },
        ...{ status: "checking", source: null, createdAt: new Date().toISOString() },
      });
      await store.want(id, [
        { cloudId: IDS.openstack, mark: randomUUID() },
        { cloudId: IDS.cloudstack, mark: randomUUID() },
      ]);
      await files.append(id, 0, Readable.from([bytes]), bytes.length);
      return (await store.find(id)) as ImageRecord;
    },
    /** A worker does what is due; the one before it is dead and its claim has lapsed. */
    async work(id: string): Promise<void> {
      await database.pool.query("update image set claimed_until = null where id = $1", [id]);
      await database.pool.query("update image_copy set not_before = null where image_id = $1", [id]);
      const claim = await store.claimNext("worker", files.home, 60);
      if (claim === null || claim.record.id !== id) return;
      await settleImage(ports, claim, new AbortController().signal);
    },
    /** Ids of what each cloud shows under the name. */
    async onClouds(name: string): Promise<readonly (readonly string[])[]> {
      const catalogs = await Promise.all([openstack, cloudstack].map(({ client }) => client.readCatalog()));
      return catalogs.map(({ images }) => images.filter((image) => image.name === name).map(({ id }) => id));
    },
    fault: { openstack: openstack.fault, cloudstack: cloudstack.fault },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all([database.close(), openstack.close(), cloudstack.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
