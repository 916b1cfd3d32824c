import { createHash } from "node:crypto";
import { emptyQcow2 } from "../../sandbox/openstack/image/qcow2.ts";

/** A valid qcow2 of a disk of `virtualMib`, some KiB long, as no other test makes it: no tool is needed for it. */
export function smallDisk(virtualMib: number, stamp = ""): { readonly bytes: Buffer; readonly sha256: string } {
  const bytes = Buffer.concat([emptyQcow2(virtualMib * 1024 * 1024), Buffer.alloc(200_000, stamp || "x")]);
  return { bytes, sha256: sha256Of(bytes) };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
