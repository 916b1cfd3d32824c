import type { Image, ImageChangeRequest } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, type Items, printJson, printTable } from "../context.ts";
import { findCloud } from "./clouds.ts";

const MIB = 1024 ** 2;

export async function listImages(context: Context): Promise<void> {
  const { items } = await context.api.get<Items<Image>>("/api/v1/images");
  if (context.json) return printJson(context, { items });
  if (items.length === 0) {
    context.terminal.out("There is no image. Add one: npx twinstack images add FILE --name NAME --os ubuntu-24.04");
    return;
  }
  printTable(
    context,
    ["IMAGE", "SYSTEM", "STATUS", "FORMAT", "MIB", "DISK MIB", "OFFERED", "CLOUDS"],
    items.map((image) => [
      ...[image.name, systemOf(image), statusOf(image), image.content?.format ?? "-"],
      ...[mib(image.content?.sizeBytes ?? image.sizeBytes), mib(image.content?.virtualBytes ?? null)],
      ...[image.hidden ? "no" : image.shared ? "to others too" : "yes", image.copies.map(copyText).join(", ") || "-"],
    ]),
  );
}

export async function showImage(context: Context, name: string): Promise<void> {
  const image = await findImage(context, name);
  if (context.json) return printJson(context, image);
  const { terminal } = context;
  terminal.out(`${image.name} (${image.id}): ${statusOf(image)}`);
  terminal.out(`system ${systemOf(image)}; tags ${image.tags.join(", ") || "-"}${image.hidden ? "; hidden" : ""}`);
  if (image.source !== null) terminal.out(`fetched from ${image.source}`);
  if (image.content !== null) {
    const { format, sizeBytes, virtualBytes, sha256 } = image.content;
    terminal.out(`${format}, ${mib(sizeBytes)} MiB, a disk of ${mib(virtualBytes)} MiB\nSHA-256 ${sha256}`);
  }
  if (image.problem !== null) terminal.out(`${image.problem.detail}\n  what to do: ${image.problem.remedy}`);
  for (const copy of image.copies) {
    terminal.out(`${copyText(copy)}${copy.cloudImageId === null ? "" : `  ${copy.cloudImageId}`}`);
    if (copy.problem !== null) terminal.out(`  ${copy.problem.detail}\n  what to do: ${copy.problem.remedy}`);
  }
}

export async function publishImage(
  context: Context,
  name: string,
  flags: { readonly cloud?: readonly string[] },
): Promise<void> {
  const { id } = await findImage(context, name);
  const clouds = await cloudIds(context, flags.cloud);
  tell(context, await context.api.post<Image>(`/api/v1/images/${id}/publish`, { clouds }), "is being published");
}

export async function changeImage(context: Context, name: string, change: ImageChangeRequest): Promise<void> {
  const { id } = await findImage(context, name);
  tell(
    context,
    await context.api.send<Image>("PATCH", `/api/v1/images/${id}`, change),
    "is changed; its clouds follow",
  );
}

export async function tagImage(context: Context, name: string, tags: readonly string[]): Promise<void> {
  await changeImage(context, name, { tags: [...tags] });
}

export async function removeImage(context: Context, name: string): Promise<void> {
  const { id } = await findImage(context, name);
  tell(context, await context.api.send<Image>("DELETE", `/api/v1/images/${id}`), "is being removed from everywhere");
}

export async function findImage(context: Context, nameOrId: string): Promise<Image> {
  const { items } = await context.api.get<Items<Image>>("/api/v1/images");
  const found = items.find(({ name, id }) => name === nameOrId || id === nameOrId);
  if (found !== undefined) return found;
  const known = items.map(({ name }) => name).join(", ") || "none";
  throw new CliError("not-found", `There is no image "${nameOrId}"`, `Images: ${known}`, EXIT.refused);
}

export async function cloudIds(context: Context, names: readonly string[] | undefined): Promise<string[] | null> {
  if (names === undefined) return null;
  return Promise.all(names.map(async (name) => (await findCloud(context, name)).id));
}

export function copyText({ cloudName, status, percent }: Image["copies"][number]): string {
  return `${cloudName}: ${status === "sending" ? `sending ${percent} %` : status}`;
}

function tell(context: Context, image: Image, said: string): void {
  if (context.json) printJson(context, image);
  else context.terminal.out(`${image.name} ${said}`);
}

function statusOf({ status, percent }: Image): string {
  const moves = status === "receiving" || status === "fetching" || status === "checking";
  return moves ? `${status} ${percent} %` : status;
}

function systemOf({ os }: Image): string {
  return os === null ? "-" : `${os.family}-${os.version}`;
}

function mib(bytes: number | null): string {
  return bytes === null ? "-" : String(Math.ceil(bytes / MIB));
}
