import type { Spec } from "./fake-cloud.ts";

/** One object as a state knows it. */
export interface KnownObject {
  readonly address: string;
  readonly id: string;
  readonly name: string;
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
  const resources = objects.map(({ address, id, name, spec }) => {
    const [type, local] = address.split(".");
    return { mode: "managed", type, name: local, instances: [{ attributes: { id, name, ...spec } }] };
  });
  return Buffer.from(JSON.stringify({ version: 4, serial, lineage, base, resources, outputs: {} }));
}

interface Written {
  readonly serial: number;
  readonly lineage: string;
  readonly base: number | null;
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly [{ readonly attributes: Spec & { readonly id: string; readonly name: string } }];
  }[];
}

export function decodeState(bytes: Uint8Array): StateDocument {
  const written: Written = JSON.parse(Buffer.from(bytes).toString("utf8"));
  const objects = written.resources.map(({ type, name: local, instances }) => {
    const { id, name, size, image } = instances[0].attributes;
    return { address: `${type}.${local}`, id, name, spec: { size, image } };
  });
  return { serial: written.serial, lineage: written.lineage, base: written.base ?? null, objects };
}
