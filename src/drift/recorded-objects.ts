type Fields = Readonly<Record<string, unknown>>;

/** One object as its site's state has it. */
export interface RecordedObject {
  readonly address: string;
  readonly type: string;
  readonly id: string;
  readonly attributes: Fields;
}

/** What a Terraform state (format 4) manages; deposed objects are left out, for they are on their way out. */
export function recordedObjects(state: Uint8Array): readonly RecordedObject[] {
  const entries = listOf(fieldsOf(JSON.parse(new TextDecoder().decode(state)))["resources"]);
  return entries
    .filter((entry) => entry["mode"] === "managed" && entry["type"] !== "terraform_data")
    .flatMap((entry) =>
      listOf(entry["instances"])
        .filter((instance) => instance["deposed"] === undefined)
        .map((instance) => {
          const type = String(entry["type"]);
          const attributes = fieldsOf(instance["attributes"]);
          return { type, address: `${type}.${String(entry["name"])}`, id: String(attributes["id"]), attributes };
        }),
    );
}

export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}
