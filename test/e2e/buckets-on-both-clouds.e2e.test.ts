import { createHash, randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openS3 } from "../../src/adapters/s3/open-s3.ts";
import type { S3Access } from "../../src/cloud/index.ts";
import type { Bucket, BucketCredentials, BucketObjectPage, Cloud, ObjectReceipt } from "../../src/contract/index.ts";
import { adminRegistrations } from "../_helpers/sandbox-admin.ts";
import {
  breakCloud,
  makeDataFolder,
  removeDataFolder,
  type StartedService,
  startService,
} from "../_helpers/started-service.ts";
import { until } from "../_helpers/until.ts";
import { makeCommandLine } from "../acceptance/_bed/command-line.ts";

const KINDS = ["openstack", "cloudstack"] as const;
type Kind = (typeof KINDS)[number];

let folder: string;
let service: StartedService;
let token: string;
/** Of the clouds that the whole site shares. */
const shared = new Map<Kind, Bucket>();

beforeAll(async () => {
  folder = await makeDataFolder();
  service = await startService({ folder });
  token = (await readFile(join(folder, "token"), "utf8")).trim();
}, 180_000);

afterAll(async () => {
  await service?.stop();
  await removeDataFolder(folder);
}, 120_000);

interface Problem {
  readonly code: string;
  readonly detail: string;
}

async function make(name: string, cloud: string, quotaGib = 1): Promise<Bucket> {
  const asked = await service.api<Bucket>("POST", "/buckets", { name, cloud, quotaGib });
  if (asked.status !== 202) throw new Error(`refused: ${JSON.stringify(asked.body)}`);
  return atRest(asked.body.id);
}

async function atRest(id: string): Promise<Bucket> {
  let now: Bucket | undefined;
  await until(async () => {
    now = (await service.api<Bucket>("GET", `/buckets/${id}`)).body;
    return now.status === "ready" || now.status === "failed";
  }, 180_000);
  if (now === undefined) throw new Error("no bucket was read");
  return now;
}

async function removed(id: string, force: boolean): Promise<void> {
  const asked = await service.api("DELETE", `/buckets/${id}?force=${force}`);
  if (asked.status !== 202) throw new Error(`refused: ${JSON.stringify(asked.body)}`);
  await until(async () => {
    const now = await service.api<Bucket>("GET", `/buckets/${id}`);
    if (now.status === 200 && now.body.status === "failed") throw new Error(`${now.body.detail}`);
    return now.status === 404;
  }, 180_000);
}

function place(id: string, key: string): string {
  return `${service.url}/api/v1/buckets/${id}/object?key=${encodeURIComponent(key)}`;
}

async function put<T>(id: string, key: string, bytes: Uint8Array, digest?: string) {
  const answer = await fetch(place(id, key), {
    method: "PUT",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/octet-stream",
      ...(digest !== undefined && { "content-digest": `sha-256=:${digest}:` }),
    },
    body: Buffer.from(bytes),
  });
  return { status: answer.status, body: (await answer.json()) as T };
}

async function get(id: string, key: string) {
  const answer = await fetch(place(id, key), { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

async function listed(id: string, query = ""): Promise<BucketObjectPage> {
  return (await service.api<BucketObjectPage>("GET", `/buckets/${id}/objects${query}`)).body;
}

function bucketOn(kind: Kind): Bucket {
  const bucket = shared.get(kind);
  if (bucket === undefined) throw new Error(`no bucket on ${kind}`);
  return bucket;
}

// One story in steps: each test goes on where the one before stopped.
test("a bucket is made on each kind of cloud, by Terraform where it can", async () => {
  const { items } = (await service.api<{ items: Cloud[] }>("GET", "/clouds")).body;
  for (const kind of KINDS) {
    const cloud = items.find((one) => one.kind === kind)?.name ?? "";
    shared.set(kind, await make("photos", cloud));
  }

  const { body } = await service.api<{ items: Bucket[] }>("GET", "/buckets");
  expect(body.items.map(({ name, status, detail, cloudKind }) => [name, status, detail, cloudKind]).sort()).toEqual([
    ["photos", "ready", null, "cloudstack"],
    ["photos", "ready", null, "openstack"],
  ]);
  expect(bucketOn("openstack").usage).toMatchObject({ bytes: 0, objects: 0 });
});

test("a second one of that name, a bad name, and a cloud that nobody has are refused", async () => {
  const { cloudName } = bucketOn("openstack");
  const twice = await service.api<Problem>("POST", "/buckets", { name: "photos", cloud: cloudName });
  const bad = await service.api<Problem>("POST", "/buckets", { name: "Photos_1", cloud: cloudName });
  const nowhere = await service.api<Problem>("POST", "/buckets", { name: "photos", cloud: "nowhere" });

  expect([twice, bad, nowhere].map(({ status, body }) => [status, body.code])).toEqual([
    [409, "name-taken"],
    [422, "validation-failed"],
    [409, "no-cloud"],
  ]);
});

test.each(KINDS)("on %s bytes come back as they went, and are listed like folders, page by page", async (kind) => {
  const { id } = bucketOn(kind);
  const large = randomBytes(11 * 1024 ** 2);
  const digest = createHash("sha256").update(large).digest();

  const receipt = await put<ObjectReceipt>(id, "2026/november/größe +&.bin", large, digest.toString("base64"));
  for (const key of ["2026/a.txt", "b.txt", "c.txt"]) await put(id, key, Buffer.from(key));
  const back = await get(id, "2026/november/größe +&.bin");
  const top = await listed(id, "?delimiter=/&limit=2");
  const rest = await listed(id, `?delimiter=/&limit=2&cursor=${top.nextCursor}`);

  expect(receipt).toMatchObject({ status: 200, body: { sizeBytes: large.length, sha256: digest.toString("hex") } });
  expect(back.bytes.equals(large)).toBe(true);
  expect(back.headers.get("content-type")).toBe("application/octet-stream");
  expect(back.headers.get("content-disposition")).toContain("attachment");
  expect([top.prefixes, top.items.map(({ key }) => key)]).toEqual([["2026/"], ["b.txt"]]);
  expect([rest.prefixes, rest.items.map(({ key }) => key), rest.nextCursor]).toEqual([[], ["c.txt"], null]);
  const all = await listed(id, "?prefix=2026/");
  expect(all.items.map(({ key, sizeBytes }) => [key, sizeBytes])).toEqual([
    ["2026/a.txt", 10],
    ["2026/november/größe +&.bin", large.length],
  ]);
  const now = (await service.api<Bucket>("GET", `/buckets/${id}`)).body;
  expect(now.usage).toMatchObject({ bytes: large.length + 20, objects: 4 });
});

test("the command line uploads, lists, downloads and deletes", async () => {
  const twinstack = makeCommandLine(folder);
  const file = join(folder, "by-command.txt");
  await writeFile(file, "by command");

  const put = await twinstack(
    "buckets",
    "put",
    `photos@${bucketOn("openstack").cloudName}`,
    file,
    "cli/by command.txt",
  );
  const ambiguous = await twinstack("buckets", "ls", "photos");
  const listed = await twinstack("buckets", "ls", bucketOn("openstack").id, "cli/");
  const got = await twinstack("buckets", "get", bucketOn("openstack").id, "cli/by command.txt", `${file}.back`);
  const removedOne = await twinstack("buckets", "rm", bucketOn("openstack").id, "cli/by command.txt");
  const all = await twinstack("buckets");

  expect([put, listed, got, removedOne, all].map(({ code, err }) => [code, err])).toEqual(Array(5).fill([0, ""]));
  expect(ambiguous.err).toContain("several buckets");
  expect(listed.out).toContain("cli/by command.txt");
  expect(await readFile(`${file}.back`, "utf8")).toBe("by command");
  expect(all.out).toContain("photos");
});

test.each(KINDS)("on %s nothing is left of an object whose digest is wrong, and the one before stays", async (kind) => {
  const { id } = bucketOn(kind);
  const wrong = createHash("sha256").update("something else").digest("base64");

  const small = await put<Problem>(id, "b.txt", Buffer.from("new content"), wrong);
  const large = await put<Problem>(id, "large.bin", randomBytes(11 * 1024 ** 2), wrong);

  expect([small, large].map(({ status, body }) => [status, body.code])).toEqual([
    [422, "digest-mismatch"],
    [422, "digest-mismatch"],
  ]);
  expect((await get(id, "b.txt")).bytes.toString()).toBe("b.txt");
  expect((await get(id, "large.bin")).status).toBe(404);
});

/** Announces so many bytes, sends some and goes away, or waits for the answer. */
async function sendPart(id: string, key: string, announced: number, sent: number): Promise<number | null> {
  return new Promise((settle) => {
    const sending = request(place(id, key), {
      method: "PUT",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/octet-stream",
        "content-length": announced,
      },
    });
    sending.on("response", (answer) => {
      answer.resume();
      settle(answer.statusCode ?? null);
      sending.destroy();
    });
    sending.on("error", () => settle(null));
    sending.flushHeaders();
    if (sent > 0) sending.write(randomBytes(sent), () => setTimeout(() => sending.destroy(), 50));
  });
}

test.each(KINDS)("on %s an upload that breaks leaves no half object, and the service goes on", async (kind) => {
  const { id } = bucketOn(kind);

  const end = await sendPart(id, "half.bin", 12 * 1024 ** 2, 7 * 1024 ** 2);

  expect(end).toBeNull();
  expect((await get(id, "half.bin")).status).toBe(404);
  expect((await put(id, "after.txt", Buffer.from("after"))).status).toBe(200);
});

test.each(KINDS)("on %s what is beyond the quota is refused before a byte is sent", async (kind) => {
  expect(await sendPart(bucketOn(kind).id, "huge.bin", 2 * 1024 ** 3, 0)).toBe(409);
});

test.each(KINDS)(
  "on %s an outage is said, and what was there is there afterwards",
  async (kind) => {
    const { id } = bucketOn(kind);
    const mend = await breakCloud(service, kind);

    const failed = await put<Problem>(id, "b.txt", Buffer.from("during the outage"));
    const told = await service.api<Bucket>("GET", `/buckets/${id}`);
    await mend();

    expect([failed.status, failed.body.code]).toEqual([502, "cloud-unreachable"]);
    expect(told.body.usage).not.toBeNull();
    expect((await get(id, "b.txt")).bytes.toString()).toBe("b.txt");
  },
  60_000,
);

test.each(KINDS)("on %s of the whole site nobody gets credentials", async (kind) => {
  const refused = await service.api<Problem>("POST", `/buckets/${bucketOn(kind).id}/credentials`, {});

  expect([refused.status, refused.body.code]).toEqual([409, "credentials-not-given"]);
  expect(refused.body.detail).toContain("shared by the whole site");
});

test.each(KINDS)(
  "on %s another quota is brought to the cloud, but not one below what it holds",
  async (kind) => {
    const { id } = bucketOn(kind);

    const changed = await service.api<Bucket>("PATCH", `/buckets/${id}`, { quotaGib: 3 });
    const now = await atRest(id);

    expect([changed.status, changed.body.status]).toEqual([202, "changing"]);
    expect([now.status, now.quotaGib, now.detail]).toEqual(["ready", 3, null]);
    expect(now.usage?.objects).toBeGreaterThan(3);
    expect(await sendPart(id, "huge.bin", 2 * 1024 ** 3, 1024)).toBeNull();
  },
  60_000,
);

test.each(KINDS)(
  "on %s a full bucket is kept until somebody says that it goes with everything",
  async (kind) => {
    const { id } = bucketOn(kind);

    const refused = await service.api<Problem>("DELETE", `/buckets/${id}`);
    const first = await service.api("DELETE", `/buckets/${id}/object?key=c.txt`);
    const again = await service.api("DELETE", `/buckets/${id}/object?key=c.txt`);
    await removed(id, true);

    expect([refused.status, refused.body.code]).toEqual([409, "bucket-not-empty"]);
    expect([first.status, again.status]).toEqual([204, 204]);
  },
  120_000,
);

test("on a cloud of one's own, credentials are shown once, replaced, and ended with the bucket", async () => {
  const { openstack, cloudstack } = await adminRegistrations(service);
  const own = { username: "guest", password: "guest", projectName: "guest", type: "password" };
  const clouds = [
    await service.api<Cloud>("POST", "/clouds", { ...openstack, name: "own-os", credentials: own, shared: false }),
    await service.api<Cloud>("POST", "/clouds", { ...cloudstack, name: "own-cs", shared: false }),
  ];
  expect(clouds.map(({ status }) => status)).toEqual([201, 201]);
  const [onOpenstack, onCloudstack] = [await make("mine", "own-os"), await make("mine", "own-cs")];

  const ask = (id: string, replace = false) =>
    service.api<BucketCredentials & Problem>("POST", `/buckets/${id}/credentials`, { replace });
  const first = await ask(onOpenstack.id);
  const second = await ask(onOpenstack.id);
  const third = await ask(onOpenstack.id, true);
  const other = await ask(onCloudstack.id);
  const never = await ask(onCloudstack.id, true);

  expect([first, second, third, other, never].map(({ status }) => status)).toEqual([201, 409, 201, 201, 409]);
  for (const { body } of [third, other]) {
    await write(body, "by-s3.txt", "through the other door");
    expect((await store(body).read("by-s3.txt"))?.sizeBytes).toBe(22);
  }
  await expect(store(first.body).read("by-s3.txt")).rejects.toMatchObject({ code: "cloud-credentials" });
  expect((await get(onOpenstack.id, "by-s3.txt")).bytes.toString()).toBe("through the other door");
  const shown = (await service.api<Bucket>("GET", `/buckets/${onOpenstack.id}`)).body;
  expect(shown.credentials).toMatchObject({ accessKey: third.body.accessKey, givenBy: "local" });
  expect(JSON.stringify(shown)).not.toContain(third.body.secretKey);

  const kept = await service.api<Problem>("DELETE", `/clouds/${clouds[0]?.body.id}`);
  expect([kept.status, kept.body.code]).toEqual([409, "cloud-in-use"]);
  for (const { id } of [onOpenstack, onCloudstack]) await removed(id, true);
  await expect(store(third.body).read("by-s3.txt")).rejects.toMatchObject({ code: "cloud-credentials" });
}, 180_000);

function store(access: S3Access) {
  return openS3(access, undefined);
}

async function write(access: S3Access, key: string, text: string): Promise<void> {
  const content = { bytes: Readable.from([Buffer.from(text)]), sizeBytes: text.length, contentType: "text/plain" };
  await store(access).write(key, content);
}
