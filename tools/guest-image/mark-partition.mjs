import { closeSync, openSync, writeSync } from "node:fs";

/** Where the one partition begins, as every partitioning program puts it. */
export const PARTITION_START_MIB = 1;

const SECTORS_PER_MIB = 2048;
const TABLE_AT = 446;
const LINUX = 0x83;

/**
 * Writes a partition table with one Linux partition into a disk: 16 bytes and a signature, for which no program has to
 * be there.
 *
 * @param {string} file
 * @param {number} sizeMib of the partition
 */
export function markPartition(file, sizeMib) {
  const table = Buffer.alloc(66);
  table.writeUInt8(0x80, 0);
  // Beyond what cylinders and heads can say; everybody reads the sectors.
  table.set([0xfe, 0xff, 0xff], 1);
  table.writeUInt8(LINUX, 4);
  table.set([0xfe, 0xff, 0xff], 5);
  table.writeUInt32LE(PARTITION_START_MIB * SECTORS_PER_MIB, 8);
  table.writeUInt32LE(sizeMib * SECTORS_PER_MIB, 12);
  table.writeUInt16LE(0xaa55, 64);
  const disk = openSync(file, "r+");
  try {
    writeSync(disk, table, 0, table.length, TABLE_AT);
  } finally {
    closeSync(disk);
  }
}
