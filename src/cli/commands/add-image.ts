import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { Image, ImageRequest } from "../../contract/index.ts";
import type { BytesBody } from "../api-client.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, type Items, printJson } from "../context.ts";
import { cloudIds, copyText } from "./images.ts";

export interface AddFlags {
  readonly name: string;
  readonly os?: string;
  readonly format?: string;
  readonly convert?: string;
  readonly sha256?: string;
  readonly tag?: readonly string[];
  readonly cloud?: readonly string[];
  readonly share: boolean;
  readonly wait: boolean;
}

/** Gets through a slow line within the two minutes that a request may take, or goes on where it was cut. */
const PIECE_BYTES = 16 * 1024 * 1024;
const MOST_BREAKS = 20;
const PAUSE_MS = 1_000;

/** Uploads a file, or has a URL fetched, and shows how far it is until every cloud has it. */
export async function addImage(context: Context, source: string, flags: AddFlags): Promise<void> {
  const isUrl = /^https?:\/\//.test(source);
  const image = isUrl ? await create(context, { ...(await wanted(context, flags)), url: source }) : await upload();
  const end = flags.wait ? await follow(context, image) : image;
  if (context.json) printJson(context, end);
  else if (!flags.wait)
    context.terminal.out(`${image.name} is being published; see: twinstack images show ${image.id}`);
  refuseFailure(end);

  async function upload(): Promise<Image> {
    const file = await openFile(source);
    try {
      const { size } = await file.stat();
      const sha256 = flags.sha256 ?? (await digestOf(source));
      const begun = await findBegun(context, flags.name, size);
      const made = begun ?? (await create(context, { ...(await wanted(context, flags)), sizeBytes: size, sha256 }));
      await sendFile(context, made, file, size);
      return made;
    } finally {
      await file.close();
    }
  }
}

async function wanted(context: Context, flags: AddFlags): Promise<Partial<ImageRequest>> {
  const [, family, version] = /^([a-z]+)-([\d.]+)$/.exec(flags.os ?? "") ?? [];
  if (flags.os !== undefined && family === undefined) {
    throw new CliError("usage", `"${flags.os}" names no system`, "Write it like ubuntu-24.04.", EXIT.usage);
  }
  return {
    name: flags.name,
    clouds: await cloudIds(context, flags.cloud),
    shared: flags.share,
    ...(family !== undefined && { os: { family, version } as ImageRequest["os"] }),
    ...(flags.format !== undefined && { format: flags.format as ImageRequest["format"] }),
    ...(flags.convert !== undefined && { convertTo: flags.convert as ImageRequest["convertTo"] }),
    ...(flags.sha256 !== undefined && { sha256: flags.sha256 }),
    ...(flags.tag !== undefined && { tags: [...flags.tag] }),
  };
}

function create(context: Context, request: Partial<ImageRequest>): Promise<Image> {
  return context.api.post<Image>("/api/v1/images", request);
}

/** An upload of the same name and length that a broken line or a killed command left. */
async function findBegun(context: Context, name: string, size: number): Promise<Image | undefined> {
  const { items } = await context.api.get<Items<Image>>("/api/v1/images");
  return items.find((image) => image.name === name && image.status === "receiving" && image.sizeBytes === size);
}

async function sendFile(context: Context, image: Image, file: FileHandle, size: number): Promise<void> {
  const path = `/api/v1/images/${image.id}/content`;
  const buffer = new Uint8Array(Math.min(PIECE_BYTES, size));
  let offset = await arrived(context, path);
  let breaks = 0;
  while (offset < size) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
    if (bytesRead === 0) throw new CliError("usage", "The file became shorter", "Add it again.", EXIT.failed);
    try {
      offset = offsetIn(await context.api.headers("PATCH", path, piece(buffer.subarray(0, bytesRead), offset)));
      breaks = 0;
    } catch (error) {
      breaks += 1;
      const goesOn =
        error instanceof CliError && (error.exitCode === EXIT.unreachable || error.code === "upload-offset");
      if (!goesOn || breaks > MOST_BREAKS) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      offset = await arrived(context, path).catch(() => offset);
    }
    if (!context.json) context.terminal.err(`sent ${Math.floor((offset / size) * 100)} %`);
  }
}

function piece(bytes: Uint8Array<ArrayBuffer>, offset: number): BytesBody {
  return { bytes, headers: { "content-type": "application/offset+octet-stream", "upload-offset": String(offset) } };
}

async function arrived(context: Context, path: string): Promise<number> {
  return offsetIn(await context.api.headers("HEAD", path));
}

function offsetIn(headers: Headers): number {
  return Number(headers.get("upload-offset") ?? 0);
}

/** Tells every change until nothing moves any more. */
async function follow(context: Context, image: Image): Promise<Image> {
  let told = "";
  for (;;) {
    const now = await context.api.get<Image>(`/api/v1/images/${image.id}`);
    const isReady = now.status === "ready";
    const line = [isReady ? "ready" : `${now.status} ${now.percent} %`, ...now.copies.map(copyText)].join("; ");
    if (line !== told && !context.json) context.terminal.out(`${now.name}: ${line}`);
    told = line;
    const moves = now.copies.some(({ status }) => status === "queued" || status === "sending");
    if (now.status === "failed" || now.status === "removing" || (isReady && !moves)) return now;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

function refuseFailure(image: Image): void {
  const problem = image.problem ?? image.copies.find(({ status }) => status === "failed")?.problem ?? null;
  if (problem === null) return;
  throw new CliError("image-failed", `${image.name}: ${problem.detail}`, problem.remedy, EXIT.failed);
}

async function openFile(path: string): Promise<FileHandle> {
  return open(path, "r").catch((error: NodeJS.ErrnoException) => {
    throw new CliError("usage", `${path} cannot be read (${error.code})`, "Name a file, or a URL.", EXIT.usage);
  });
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(part as Buffer);
  return hash.digest("hex");
}
