const MAGIC = 0x514649fb;
const CLUSTER_BITS = 16;
const CLUSTER = 1 << CLUSTER_BITS;
const HEADER_LENGTH = 104;
/** One level-2 table of 8-byte entries covers this many bytes of the disk. */
const COVERED_BY_L1_ENTRY = (CLUSTER / 8) * CLUSTER;

/**
 * A valid, standalone QCOW2 image (compat 1.1, no backing file) of the given virtual size that holds no data: header,
 * refcount table, one refcount block and an empty level-1 table, a cluster each.
 */
export function emptyQcow2(virtualSize: number): Buffer {
  const l1Entries = Math.max(1, Math.ceil(virtualSize / COVERED_BY_L1_ENTRY));
  const l1Clusters = Math.ceil((l1Entries * 8) / CLUSTER);
  const image = Buffer.alloc((3 + l1Clusters) * CLUSTER);

  image.writeUInt32BE(MAGIC, 0);
  image.writeUInt32BE(3, 4);
  image.writeUInt32BE(CLUSTER_BITS, 20);
  image.writeBigUInt64BE(BigInt(virtualSize), 24);
  image.writeUInt32BE(l1Entries, 36);
  image.writeBigUInt64BE(BigInt(3 * CLUSTER), 40);
  image.writeBigUInt64BE(BigInt(CLUSTER), 48);
  image.writeUInt32BE(1, 56);
  image.writeUInt32BE(4, 96);
  image.writeUInt32BE(HEADER_LENGTH, 100);

  image.writeBigUInt64BE(BigInt(2 * CLUSTER), CLUSTER);
  for (let cluster = 0; cluster < 3 + l1Clusters; cluster++) image.writeUInt16BE(1, 2 * CLUSTER + cluster * 2);
  return image;
}

/** The virtual size a QCOW2 header states, or undefined when these bytes don't start a QCOW2 file. */
export function readVirtualSize(head: Buffer): number | undefined {
  if (head.length < 32 || head.readUInt32BE(0) !== MAGIC) return undefined;
  return Number(head.readBigUInt64BE(24));
}
