import type { ImageContent, ImageFormat } from "../contract/index.ts";
import type { DiskTools, FilePart, ImageFiles, ImageRecord, InspectedDisk } from "./ports.ts";
import { type DiskHeader, HEADER_BYTES, readHeader, refused } from "./read-header.ts";

const GIB = 1024 ** 3;

export interface SettleContentPorts {
  readonly files: ImageFiles;
  readonly tools: DiskTools;
  /** Largest disk that machines may see of an image. */
  readonly mostGib: number;
}

/**
 * Judges what has arrived of an image, converts it when that is wished, and keeps it under its digest. Doing it again
 * after a kill ends the same. Throws AppError: image-refused, image-tools-missing.
 */
export async function settleContent(
  { files, tools, mostGib }: SettleContentPorts,
  record: ImageRecord,
  onPercent: (percent: number) => void,
  signal: AbortSignal,
): Promise<ImageContent> {
  const { id, convertTo } = record;
  const arrived = await files.digests(id, "incoming", (percent) => onPercent(percent / 2), signal);
  if (record.sha256 !== null && record.sha256 !== arrived.sha256) {
    throw refused(
      `SHA-256 of what arrived is ${arrived.sha256}, not ${record.sha256}: it is not the file it should be.`,
    );
  }
  const header = readHeader(await files.head(id, HEADER_BYTES), record.format);
  const virtualBytes = await judge(header, arrived.sizeBytes);
  const converted = convertTo !== null && convertTo !== header.format;
  if (!converted) return keep("incoming", { ...arrived, format: header.format, virtualBytes });

  if (header.format === "iso") throw refused("An ISO image is no disk and cannot be converted to one.");
  const paths = files.paths(id);
  const from = { path: paths.incoming, format: header.format };
  const to = { path: paths.converted, format: convertTo };
  await tools.convert(from, to, (percent) => onPercent(50 + percent / 3), signal);
  const made = await files.digests(id, "converted", (percent) => onPercent(83 + percent / 6), signal);
  return keep("converted", { ...made, format: convertTo, virtualBytes });

  async function judge({ format, virtualBytes: said }: DiskHeader, sizeBytes: number): Promise<number> {
    const size = said ?? sizeBytes;
    if (size > mostGib * GIB) {
      throw refused(`Its disk has ${Math.ceil(size / GIB)} GiB; at most ${mostGib} GiB are taken.`);
    }
    // What needs no conversion is judged by its header alone where the tool is missing.
    if (format === "iso" || !(await tools.isThere())) return size;
    const disk = await tools.inspect(files.paths(id).incoming, format, signal);
    const fault = faultOf(disk, format, said);
    if (fault !== null) throw refused(fault);
    return disk.virtualBytes;
  }

  async function keep(part: FilePart, content: ImageContent): Promise<ImageContent> {
    await files.keep(id, part, content);
    return content;
  }
}

function faultOf(disk: InspectedDisk, format: ImageFormat, said: number | null): string | null {
  if (disk.backingFile) return "The disk needs another file below it (a backing file).";
  if (disk.dataFile) return "The disk keeps its data in another file.";
  if (disk.encrypted) return "The disk is encrypted.";
  if (disk.damaged) return "The disk is damaged.";
  const differs = said !== null && disk.virtualBytes !== said;
  return differs ? `The ${format} says two different sizes of itself.` : null;
}
