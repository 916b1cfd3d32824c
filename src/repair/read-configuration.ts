type Fields = Readonly<Record<string, unknown>>;

/** One element of a synthesized stack. */
export interface ConfiguredElement {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  /** What is written, references unresolved, meta-arguments left out. */
  readonly attributes: Fields;
  /** Addresses it needs, all the way down. */
  readonly dependencies: readonly string[];
}

export interface Configuration {
  /** Every element after those it needs. */
  readonly elements: readonly ConfiguredElement[];
  /** Terraform's name of a provider in its state, by the provider's local name. */
  readonly providers: ReadonlyMap<string, string>;
}

const META = new Set(["lifecycle", "depends_on", "connection", "provisioner"]);
const REFERENCE = /\$\{([a-z0-9_]+\.[A-Za-z][A-Za-z0-9_-]*)((?:\.[a-z0-9_]+|\[\d+\])*)\}/g;

/** Reads `cdk.tf.json`: what a site is to consist of, in the order in which it is made. */
export function readConfiguration(files: Readonly<Record<string, string>>): Configuration {
  const document = fieldsOf(JSON.parse(files["cdk.tf.json"] ?? "{}"));
  const bodies = new Map<string, { type: string; name: string; body: Fields }>();
  for (const [type, elements] of Object.entries(fieldsOf(document["resource"]))) {
    for (const [name, body] of Object.entries(fieldsOf(elements))) {
      bodies.set(`${type}.${name}`, { type, name, body: fieldsOf(body) });
    }
  }
  const direct = new Map([...bodies].map(([address, { body }]) => [address, needsOf(body, bodies)]));
  const ordered: string[] = [];
  for (const address of bodies.keys()) visit(address, direct, ordered);
  return {
    elements: ordered.flatMap((address) => {
      const found = bodies.get(address);
      if (found === undefined) return [];
      const attributes = Object.fromEntries(Object.entries(found.body).filter(([key]) => !META.has(key)));
      const chain: string[] = [];
      visit(address, direct, chain);
      return [{ address, type: found.type, name: found.name, attributes, dependencies: chain.slice(0, -1).toSorted() }];
    }),
    providers: providersOf(document),
  };
}

/**
 * The value with its references replaced by what `look` knows. Undefined when one of them is not known, for then the
 * whole value is not.
 */
export function resolveValue(value: unknown, look: (address: string, path: string) => unknown): unknown {
  if (typeof value === "string") return resolveText(value, look);
  if (Array.isArray(value)) {
    const items = value.map((item) => resolveValue(item, look));
    return items.includes(undefined) ? undefined : items;
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, resolveValue(item, look)] as const);
  return entries.some(([, item]) => item === undefined) ? undefined : Object.fromEntries(entries);
}

function resolveText(text: string, look: (address: string, path: string) => unknown): unknown {
  const whole = [...text.matchAll(REFERENCE)];
  const first = whole[0];
  if (first !== undefined && first[0] === text) return look(first[1] ?? "", (first[2] ?? "").replace(/^\./, ""));
  // The stacks write no text around a reference; what else looks like one is people's own, made literal.
  return text.replace(/([$%])\1(?=\{)/g, "$1");
}

function needsOf(body: Fields, known: ReadonlyMap<string, unknown>): readonly string[] {
  const text = JSON.stringify(body);
  const referred = [...text.matchAll(REFERENCE)].map((match) => match[1] ?? "");
  const lists = [body["depends_on"], fieldsOf(body["lifecycle"])["replace_triggered_by"]];
  const named = lists.flatMap((list) => (Array.isArray(list) ? list.map(String) : []));
  return [...new Set([...referred, ...named])].filter((address) => known.has(address));
}

function visit(address: string, direct: ReadonlyMap<string, readonly string[]>, into: string[]): void {
  if (into.includes(address)) return;
  for (const needed of direct.get(address) ?? []) visit(needed, direct, into);
  if (!into.includes(address)) into.push(address);
}

function providersOf(document: Fields): ReadonlyMap<string, string> {
  const required = fieldsOf(fieldsOf(document["terraform"])["required_providers"]);
  return new Map(
    Object.entries(required).map(([name, provider]) => [
      name,
      `provider["${String(fieldsOf(provider)["source"] ?? "")}"]`,
    ]),
  );
}

export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
