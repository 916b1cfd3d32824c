const CLUSTER_BITS = 12;
const CLUSTER = 2 ** CLUSTER_BITS;
const MAGIC = 0x514649fb;
/** One entry of the level-1 table spans a whole level-2 table: CLUSTER / 8 clusters. */
const BYTES_PER_L1_ENTRY = (CLUSTER / 8) * CLUSTER;

/**
 * A valid, empty qcow2 (version 3) disk of the given virtual size, a few clusters long: header, refcount table,
 * refcount block, level-1 table with nothing allocated.
 */
export function emptyQcow2(virtualSize: number): Buffer {
  const entries = Math.max(1, Math.ceil(virtualSize / BYTES_PER_L1_ENTRY));
  const l1Clusters = Math.ceil((entries * 8) / CLUSTER);
  const clusters = 3 + l1Clusters;
  const disk = Buffer.alloc(clusters * CLUSTER);
  disk.writeUInt32BE(MAGIC, 0);
  disk.writeUInt32BE(3, 4);
  disk.writeUInt32BE(CLUSTER_BITS, 20);
  disk.writeBigUInt64BE(BigInt(virtualSize), 24);
  disk.writeUInt32BE(entries, 36);
  disk.writeBigUInt64BE(BigInt(3 * CLUSTER), 40);
  disk.writeBigUInt64BE(BigInt(CLUSTER), 48);
  disk.writeUInt32BE(1, 56);
  disk.writeUInt32BE(4, 96);
  disk.writeUInt32BE(104, 100);
  disk.writeBigUInt64BE(BigInt(2 * CLUSTER), CLUSTER);
  for (let cluster = 0; cluster < clusters; cluster++) disk.writeUInt16BE(1, 2 * CLUSTER + cluster * 2);
  return disk;
}

/** The virtual size a qcow2 header states; undefined when the bytes are no qcow2. */
export function qcow2VirtualSize(head: Buffer): number | undefined {
  if (head.length < 32 || head.readUInt32BE(0) !== MAGIC) return undefined;
  return Number(head.readBigUInt64BE(24));
}
