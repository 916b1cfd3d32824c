import type { StatePerson, StateVersion } from "./ports.ts";

/** `"serial": 12` among the first fields of the document, where no object or list has begun yet. */
const SERIAL = /^(\s*\{[^{}[\]]*?"serial"\s*:\s*)\d+/;

/**
 * An older version as the next one: the same document to the last byte, but for its serial. Null when the document does
 * not have its serial where Terraform writes it.
 */
export function asNextVersion(
  old: StateVersion,
  serial: number,
  written: { readonly person: StatePerson; readonly at: Date; readonly md5Base64: (bytes: Uint8Array) => string },
): StateVersion | null {
  const text = new TextDecoder().decode(old.bytes);
  if (!SERIAL.test(text)) return null;
  const bytes = new TextEncoder().encode(text.replace(SERIAL, (_whole, before: string) => `${before}${serial}`));
  return {
    ...old,
    ...{ serial, bytes, sizeBytes: bytes.length, md5: written.md5Base64(bytes), createdAt: written.at },
    ...{ origin: "rollback", runId: null, person: written.person },
  };
}
