import type { Spec } from "./fake-cloud.ts";

/** One object as a state knows it. */
export interface KnownObject {
  readonly address: string;
  readonly id: string;
  readonly spec: Spec;
}

/** A Terraform state as the fake engine writes it. */
export interface StateDocument {
  readonly serial: number;
  readonly lineage: string;
  /** Serial of the version it was made from; null for the first. Terraform has no such field: it is for the oracle. */
  readonly base: number | null;
  readonly objects: readonly KnownObject[];
}

export function encodeState({ serial, lineage, base, objects }: StateDocument): Uint8Array {
  const resources = objects.map(({ address, id, spec }) => ({
    mode: "managed",
    name: address,
    instances: [{ attributes: { id, spec } }],
  }));
  return Buffer.from(JSON.stringify({ version: 4, serial, lineage, base, resources, outputs: {} }));
}

interface Written {
  readonly serial: number;
  readonly lineage: string;
  readonly base: number | null;
  readonly resources: readonly {
    readonly name: string;
    readonly instances: readonly [{ readonly attributes: { readonly id: string; readonly spec: Spec } }];
  }[];
}

export function decodeState(bytes: Uint8Array): StateDocument {
  const written: Written = JSON.parse(Buffer.from(bytes).toString("utf8"));
  const objects = written.resources.map(({ name, instances }) => ({ address: name, ...instances[0].attributes }));
  return { serial: written.serial, lineage: written.lineage, base: written.base, objects };
}
