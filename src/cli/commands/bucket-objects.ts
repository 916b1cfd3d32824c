import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, openAsBlob } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import type { BucketObject, BucketObjectPage, ObjectReceipt } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, printJson, printTable } from "../context.ts";
import { findBucket, sizeText } from "./buckets.ts";

/** Sends a file; the service refuses it unless its digest arrives as it left. */
export async function putObject(
  context: Context,
  bucketName: string,
  file: string,
  key: string | undefined,
  flags: { readonly type?: string },
): Promise<void> {
  const bucket = await findBucket(context, bucketName);
  const body = await openAsBlob(file).catch((error: NodeJS.ErrnoException) => {
    throw new CliError("usage", `${file} cannot be read (${error.code})`, "Name a file.", EXIT.usage);
  });
  const query = new URLSearchParams({ key: key ?? basename(file), ...(flags.type !== undefined && flags) });
  const receipt = await context.api.upload<ObjectReceipt>(`/api/v1/buckets/${bucket.id}/object?${query}`, body, {
    "content-digest": `sha-256=:${await digestOf(file)}:`,
  });
  if (context.json) printJson(context, receipt);
  else context.terminal.out(`${receipt.key}: ${sizeText(receipt.sizeBytes)}, SHA-256 ${receipt.sha256}`);
}

/** Fetches an object into a file, which appears when all of it is there. */
export async function getObject(
  context: Context,
  bucketName: string,
  key: string,
  target: string | undefined,
): Promise<void> {
  const bucket = await findBucket(context, bucketName);
  const file = target ?? basename(key);
  const answer = await context.api.stream(placeOf(bucket.id, key), {});
  const part = `${file}.part`;
  try {
    const announced = Number(answer.headers.get("content-length"));
    const to = createWriteStream(part);
    await pipeline(answer.body === null ? Readable.from([]) : Readable.fromWeb(answer.body as ReadableStream), to);
    if (to.bytesWritten !== announced) {
      throw new CliError("download-cut", `${key} came only in part`, "Get it again.", EXIT.failed);
    }
    await rename(part, file);
    if (context.json) printJson(context, { key, file, sizeBytes: announced });
    else context.terminal.out(`${file}: ${sizeText(announced)}`);
  } finally {
    await rm(part, { force: true });
  }
}

/** Like folders up to the next slash, or with `deep` every object by its whole name. */
export async function listObjects(
  context: Context,
  bucketName: string,
  prefix: string | undefined,
  flags: { readonly deep: boolean },
): Promise<void> {
  const bucket = await findBucket(context, bucketName);
  const items: BucketObject[] = [];
  const prefixes: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query = new URLSearchParams({ prefix: prefix ?? "", limit: "1000" });
    if (!flags.deep) query.set("delimiter", "/");
    if (cursor !== "") query.set("cursor", cursor);
    const page: BucketObjectPage = await context.api.get(`/api/v1/buckets/${bucket.id}/objects?${query}`);
    items.push(...page.items);
    prefixes.push(...page.prefixes);
    cursor = page.nextCursor;
  }
  if (context.json) return printJson(context, { items, prefixes });
  if (items.length + prefixes.length === 0) return context.terminal.out("Nothing lies there.");
  printTable(
    context,
    ["OBJECT", "SIZE", "CHANGED"],
    [
      ...prefixes.map((one) => [one, "-", "-"]),
      ...items.map(({ key, sizeBytes, modifiedAt }) => [key, sizeText(sizeBytes), modifiedAt ?? "-"]),
    ],
  );
}

export async function removeObjects(context: Context, bucketName: string, keys: readonly string[]): Promise<void> {
  const bucket = await findBucket(context, bucketName);
  for (const key of keys) await context.api.send("DELETE", placeOf(bucket.id, key));
  if (context.json) printJson(context, { removed: keys });
  else context.terminal.out(`deleted from ${bucket.name}: ${keys.join(", ")}`);
}

function placeOf(bucketId: string, key: string): string {
  return `/api/v1/buckets/${bucketId}/object?${new URLSearchParams({ key })}`;
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(file, { highWaterMark: 1024 * 1024 })) hash.update(piece as Buffer);
  return hash.digest("base64");
}
