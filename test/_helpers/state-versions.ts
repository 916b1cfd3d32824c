import { createHash } from "node:crypto";
import type { StateVersion } from "../../src/state/ports.ts";
import { AT, IDS } from "./samples.ts";

/** A small Terraform state as a run would have written it; `note` is one of its outputs. */
export function stateOf(serial: number, note = "", overrides: Partial<StateVersion> = {}): StateVersion {
  const document = { version: 4, serial, lineage: "line-1", outputs: { note: { value: note } }, resources: [] };
  const bytes = Buffer.from(JSON.stringify(document));
  return {
    ...{ serial, lineage: "line-1", bytes, sizeBytes: bytes.length },
    md5: createHash("md5").update(bytes).digest("base64"),
    ...{ createdAt: new Date(AT), origin: "run", runId: IDS.run, person: null },
    summary: { hasObjects: false, instanceId: null, instanceName: null },
    ...overrides,
  };
}
