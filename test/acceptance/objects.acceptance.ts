/** Object storage on a real Swift, told at the command line. Needs the test bed with OSTB_SERVICES=swift. */
import { createHash, randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openS3 } from "../../src/adapters/s3/open-s3.ts";
import type { Bucket, BucketCredentials } from "../../src/contract/index.ts";
import { DONE, openStory, type Story } from "./_bed/open-story.ts";
import { logIn } from "./_bed/openstack-session.ts";
import { registration } from "./_bed/registration.ts";

let story: Story;

beforeAll(async () => {
  story = await openStory({ title: "a bucket's life" });
});
afterAll(async () => {
  await story?.close();
});

/** Containers of demo's project, as Swift itself lists them. */
async function containers(): Promise<readonly string[]> {
  const demo = await logIn("demo");
  const listed = await demo.request<{ name: string }[]>("object-store", "GET", "?format=json");
  return listed.map(({ name }) => name);
}

async function credentials(...flags: readonly string[]): Promise<BucketCredentials> {
  const given = await story.twinstack("--json", "buckets", "credentials", "files", ...flags);
  expect(given).toMatchObject(DONE);
  return JSON.parse(given.out) as BucketCredentials;
}

// One story in steps: each test goes on where the one before stopped.
test("the cloud says that it has object storage, and speaks S3", async () => {
  const own = { ...(JSON.parse(registration()) as object), shared: false };
  const file = await story.write("real.json", JSON.stringify(own));
  expect(await story.twinstack("clouds", "add", file)).toMatchObject(DONE);

  const tested = await story.twinstack("clouds", "test", "real");

  expect(tested.out).toMatch(/object storage.*with S3/);
});

test("Terraform makes a bucket with Swift's own quota, and asked again it changes nothing", async () => {
  const made = await story.twinstack("buckets", "create", "files", "--cloud", "real", "--quota", "1");
  const again = await story.twinstack("buckets", "resize", "files", "1");

  expect([made, again]).toMatchObject([DONE, DONE]);
  expect((await containers()).filter((name) => name.startsWith("files-"))).toHaveLength(1);
});

test("a file goes there and comes back as it was, and a changed quota binds", async () => {
  const file = join(story.folder, "story", "large.bin");
  const bytes = randomBytes(30 * 1024 ** 2);
  await writeFile(file, bytes);

  const sent = await story.twinstack("buckets", "put", "files", file, "a folder/größe.bin");
  const listed = await story.twinstack("buckets", "ls", "files");
  const deep = await story.twinstack("buckets", "ls", "files", "a folder/");
  const back = await story.twinstack("buckets", "get", "files", "a folder/größe.bin", `${file}.back`);
  const resized = await story.twinstack("buckets", "resize", "files", "2");
  const shown = await story.twinstack("--json", "buckets", "show", "files");

  expect([sent, back, resized]).toMatchObject([DONE, DONE, DONE]);
  expect(sent.out).toContain(createHash("sha256").update(bytes).digest("hex"));
  expect(listed.out).toContain("a folder/");
  expect(deep.out).toContain("größe.bin");
  expect((await readFile(`${file}.back`)).equals(bytes)).toBe(true);
  expect(JSON.parse(shown.out) as Bucket).toMatchObject({ status: "ready", quotaGib: 2 });
});

test("with its credentials an S3 client writes in parts and lists; replaced ones end", async () => {
  const access = await credentials();
  const s3 = openS3(access, undefined);
  const bytes = randomBytes(12 * 1024 ** 2);

  await s3.write("by s3/parts.bin", { bytes: Readable.from([bytes]), sizeBytes: bytes.length, contentType: "a/b" });
  const listed = await s3.list({ prefix: "", delimiter: "/", after: null, limit: 10 });
  const second = await story.twinstack("buckets", "credentials", "files");
  const newer = await credentials("--replace");

  expect(listed.prefixes).toEqual(["a folder/", "by s3/"]);
  expect(second.code).not.toBe(0);
  expect((await openS3(newer, undefined).read("by s3/parts.bin"))?.sizeBytes).toBe(bytes.length);
  await expect(s3.read("by s3/parts.bin")).rejects.toMatchObject({ code: "cloud-credentials" });
});

test("a full bucket stays; removed with everything in it, it leaves nothing", async () => {
  const refused = await story.twinstack("buckets", "delete", "files");
  const gone = await story.twinstack("buckets", "delete", "files", "--force");

  expect(refused.err).toContain("still holds objects");
  expect(gone).toMatchObject(DONE);
  expect((await containers()).filter((name) => name.startsWith("files-"))).toEqual([]);
  expect(await story.left()).toEqual(story.before);
});
