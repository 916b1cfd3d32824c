import type { ImageFormat } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";

/** So many first bytes tell every format that is known here. */
export const HEADER_BYTES = 32_768 + 6;

const QCOW2 = 0x51_46_49_fb;
const ISO_AT = 32_769;
/** Disks that neither cloud takes as they are, and that must not pass as raw ones either. */
const FOREIGN: readonly (readonly [magic: string, name: string])[] = [
  ["KDMV", "VMDK"],
  ["# Disk DescriptorFile", "VMDK"],
  ["conectix", "VHD"],
  ["vhdxfile", "VHDX"],
  ["<<< ", "VDI"],
  ["QED\0", "QED"],
  ["LUKS", "encrypted disk"],
  ["\x1f\x8b", "gzip archive"],
  ["BZh", "bzip2 archive"],
  ["\xfd7zXZ", "xz archive"],
  ["(\xb5/\xfd", "zstd archive"],
  ["PK\x03\x04", "zip archive"],
];
/** Bits of a qcow2 header that every reader must understand. */
const DIRTY_OR_CORRUPT = 0b11n;
const EXTERNAL_DATA = 0b100n;
const KNOWN = 0b11111n;

/** What the first bytes say of a disk. */
export interface DiskHeader {
  readonly format: ImageFormat;
  /** Null where only the file's length tells. */
  readonly virtualBytes: number | null;
}

/**
 * Reads the first bytes of a content. A qcow2 that names other files is refused before any program sees it: a cloud or
 * this service would open them. So is one thing dressed up as another.
 *
 * Throws AppError("image-refused").
 */
export function readHeader(head: Uint8Array, expected: ImageFormat | null): DiskHeader {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const format = formatOf(head, view);
  if (expected !== null && expected !== format) {
    throw refused(`The content is ${format}, although it was announced as ${expected}.`);
  }
  return { format, virtualBytes: format === "qcow2" ? qcow2Size(view) : null };
}

function formatOf(head: Uint8Array, view: DataView): ImageFormat {
  if (view.byteLength >= 4 && view.getUint32(0) === QCOW2) return "qcow2";
  if (textAt(head, ISO_AT, 5) === "CD001") return "iso";
  const foreign = FOREIGN.find(([magic]) => textAt(head, 0, magic.length) === magic);
  if (foreign !== undefined) {
    throw refused(`The content is a ${foreign[1]}; qcow2, raw disks and ISO images are taken.`);
  }
  return "raw";
}

/** Offsets are those of the format's own description: docs/interop/qcow2.txt of QEMU. */
function qcow2Size(view: DataView): number {
  if (view.byteLength < 104) throw refused("The qcow2 ends within its header.");
  const version = view.getUint32(4);
  if (version !== 2 && version !== 3) throw refused(`The qcow2 has version ${version}; 2 and 3 are known.`);
  if (view.getBigUint64(8) !== 0n || view.getUint32(16) !== 0) {
    throw refused("The qcow2 needs another file below it (a backing file).");
  }
  if (view.getUint32(32) !== 0) throw refused("The qcow2 is encrypted.");
  const features = version === 3 ? view.getBigUint64(72) : 0n;
  if ((features & EXTERNAL_DATA) !== 0n) throw refused("The qcow2 keeps its data in another file.");
  if ((features & DIRTY_OR_CORRUPT) !== 0n) throw refused("The qcow2 was not closed properly, or is damaged.");
  if ((features & ~KNOWN) !== 0n) throw refused("The qcow2 has features that are not known here.");
  const size = view.getBigUint64(24);
  if (size === 0n || size > BigInt(Number.MAX_SAFE_INTEGER)) throw refused("The qcow2 has no sensible size.");
  return Number(size);
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

export function refused(detail: string): AppError {
  return new AppError("image-refused", detail);
}
