import { open, readdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import type { SystemNeed } from "./jail-arguments.ts";

/** What name resolution reads, and where the distributions keep the authorities that Go trusts. */
const SYSTEM_FILES = [
  "/etc/resolv.conf",
  "/etc/hosts",
  "/etc/nsswitch.conf",
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

const ELF = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);
const HEADER_BYTES = 4_096;
/** Program header type that names a loader. */
const PT_INTERP = 3;

/** The system's files that an engine needs, with the place each really is at. */
export async function findSystemFiles(): Promise<readonly (readonly [path: string, source: string])[]> {
  const found = await Promise.all(
    SYSTEM_FILES.map(async (path) => [path, await realpath(path).catch(() => null)] as const),
  );
  return found.flatMap(([path, source]) => (source === null ? [] : [[path, source] as const]));
}

/** What an engine and everything it starts from these folders need together. */
export async function needOfAll(enginePath: string, providerFolders: readonly string[]): Promise<SystemNeed> {
  const inFolders = await Promise.all(
    providerFolders.map(async (folder) => (await readdir(folder)).filter(isProvider).map((name) => join(folder, name))),
  );
  const needs = await Promise.all([enginePath, ...inFolders.flat()].map(needOf));
  return needs.includes("programs") ? "programs" : needs.includes("libraries") ? "libraries" : "nothing";
}

function isProvider(name: string): boolean {
  return name.startsWith("terraform-provider-");
}

/** What a program needs beside itself: Terraform nothing, a provider built with cgo the libraries, a script its interpreter. */
async function needOf(path: string): Promise<SystemNeed> {
  const file = await open(path, "r");
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    const { bytesRead } = await file.read(header, 0, HEADER_BYTES, 0);
    return readNeed(header.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** Little-endian 64-bit ELF; anything else is taken for a script. */
function readNeed(header: Buffer): SystemNeed {
  if (header.length < 64 || !header.subarray(0, 4).equals(ELF) || header[4] !== 2 || header[5] !== 1) return "programs";
  const offset = Number(header.readBigUInt64LE(32));
  const size = header.readUInt16LE(54);
  const count = header.readUInt16LE(56);
  if (size < 4 || offset + size * count > header.length) return "libraries";
  const types = Array.from({ length: count }, (_, index) => header.readUInt32LE(offset + size * index));
  return types.includes(PT_INTERP) ? "libraries" : "nothing";
}
