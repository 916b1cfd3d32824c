import { createHash } from "node:crypto";
import type { StateDigests } from "../../state/ports.ts";

/** Digests of the state backend: MD5 because Terraform's protocol says so, SHA-256 for credentials. */
export const stateDigests: StateDigests = {
  md5Base64: (bytes) => createHash("md5").update(bytes).digest("base64"),
  sha256Hex: (text) => createHash("sha256").update(text).digest("hex"),
};
