import type { SentParameters } from "./signature.ts";

/** The parameters of one call: names without regard to case, map parameters unpacked from `name[0].key=value`. */
export class Parameters {
  readonly #values = new Map<string, string>();
  readonly #sent: SentParameters;

  constructor(sent: SentParameters) {
    this.#sent = sent;
    for (const [name, value] of sent) this.#values.set(name.toLowerCase(), value);
  }

  /** The value, or undefined when it was not sent; an empty string counts as sent. */
  text(name: string): string | undefined {
    return this.#values.get(name);
  }

  /** The value of a parameter that the catalog declares required, so that dispatch has already refused its absence. */
  required(name: string): string {
    return this.#values.get(name) ?? "";
  }

  flag(name: string): boolean | undefined {
    const value = this.#values.get(name);
    return value === undefined ? undefined : value.toLowerCase() === "true";
  }

  whole(name: string): number | undefined {
    const value = this.#values.get(name);
    return value === undefined || value === "" ? undefined : Number.parseInt(value, 10);
  }

  /** A comma separated list; empty when not sent or sent empty. */
  list(name: string): string[] {
    return (this.#values.get(name) ?? "").split(",").filter((part) => part !== "");
  }

  /** `tags[0].key=a&tags[0].value=b` → `[{key: "a", value: "b"}]`; inner names keep their case. */
  maps(name: string): Record<string, string>[] {
    const byIndex = new Map<string, Record<string, string>>();
    const pattern = new RegExp(`^${name}\\[(\\d+)\\]\\.(.+)$`, "i");
    for (const [sent, value] of this.#sent) {
      const [, index, key] = pattern.exec(sent) ?? [];
      if (index === undefined || key === undefined) continue;
      byIndex.set(index, { ...byIndex.get(index), [key]: value });
    }
    return [...byIndex.entries()].sort(([a], [b]) => Number(a) - Number(b)).map(([, map]) => map);
  }

  /** All maps merged: `details[0].cpuNumber=2&details[1].memory=2048` and both under one index mean the same. */
  mergedMap(name: string): Record<string, string> {
    return Object.assign({}, ...this.maps(name));
  }

  has(name: string): boolean {
    return this.#values.has(name) || this.maps(name).length > 0;
  }
}
