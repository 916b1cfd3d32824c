import { mapStrings } from "./literal-text.ts";
import { SynthRefusal } from "./synth-refusal.ts";

/** Element types that a site may consist of. */
export const ALLOWED_TYPES: ReadonlySet<string> = new Set([
  "openstack_blockstorage_volume_v3",
  "openstack_compute_instance_v2",
  "openstack_compute_keypair_v2",
  "openstack_compute_volume_attach_v2",
  "openstack_networking_floatingip_associate_v2",
  "openstack_networking_floatingip_v2",
  "openstack_networking_network_v2",
  "openstack_networking_port_v2",
  "openstack_networking_router_interface_v2",
  "openstack_networking_router_v2",
  "openstack_networking_secgroup_rule_v2",
  "openstack_networking_secgroup_v2",
  "openstack_networking_subnet_v2",
  "cloudstack_disk",
  "cloudstack_egress_firewall",
  "cloudstack_firewall",
  "cloudstack_instance",
  "cloudstack_ipaddress",
  "cloudstack_network",
  "cloudstack_static_nat",
  // Terraform's own; remembers a digest, see the check below.
  "terraform_data",
]);

/** What one kind of stack may consist of. */
export interface StackRules {
  readonly types: ReadonlySet<string>;
  /** Allowed top-level keys. What is missing matters most: `data`, `module`, `variable`, `locals`, `import`, `removed`. */
  readonly topLevel: readonly string[];
  /** Attributes that would carry a secret, by element type. */
  readonly secrets: Readonly<Record<string, readonly string[]>>;
}

const TOP_LEVEL = ["//", "output", "provider", "resource", "terraform"];
const SITE_RULES: StackRules = { types: ALLOWED_TYPES, topLevel: TOP_LEVEL, secrets: {} };

/** A tenant's stack makes no machine, and a site's stack no tenant. */
export const TENANT_RULES: StackRules = {
  types: new Set([
    "openstack_blockstorage_quotaset_v3",
    "openstack_compute_quotaset_v2",
    "openstack_identity_project_v3",
    "openstack_identity_role_assignment_v3",
    "openstack_identity_user_v3",
    "openstack_networking_network_v2",
    "openstack_networking_quota_v2",
    "openstack_networking_router_interface_v2",
    "openstack_networking_router_v2",
    "openstack_networking_subnet_v2",
    "cloudstack_limits",
  ]),
  topLevel: [...TOP_LEVEL, "import"],
  secrets: { openstack_identity_user_v3: ["password", "extra"] },
};
/** A bucket's stack has nothing but the bucket. */
export const BUCKET_RULES: StackRules = {
  types: new Set(["openstack_objectstorage_container_v1"]),
  topLevel: TOP_LEVEL,
  secrets: { openstack_objectstorage_container_v1: ["container_sync_key"] },
};
const TERRAFORM_BLOCK = ["backend", "required_providers", "required_version"];
const BACKENDS: Readonly<Record<string, readonly string[]>> = { http: [], local: ["path"] };
const PROVIDERS: Readonly<Record<string, readonly string[]>> = {
  openstack: ["region"],
  cloudstack: ["http_get_only", "timeout"],
};
const OUTPUT = ["value"];
const LIFECYCLE = ["ignore_changes", "replace_triggered_by"];
/** Meta-arguments that run commands, open connections or multiply elements. */
const FORBIDDEN_META = ["connection", "count", "dynamic", "for_each", "provider", "provisioner"];

/** `${type.name.attribute}` or `${type.name.list[0]}`; everything else, functions above all, is refused. */
const REFERENCE = /^([a-z0-9_]+)\.[A-Za-z][A-Za-z0-9_-]*(\.[a-z0-9_]+|\[\d+\])+$/;
const TEMPLATE = /\$\$\{|%%\{|\$\{([^}]*)\}|\$\{|%\{/g;

type Json = Readonly<Record<string, unknown>>;

/** The last check before Terraform sees anything: throws SynthRefusal naming the first part that is not allowed. */
export function assertAllowed(terraform: Json, rules: StackRules = SITE_RULES): void {
  onlyKeys("the document", terraform, rules.topLevel);
  checkSettings(part(terraform, "terraform"));
  checkProviders(part(terraform, "provider"));
  for (const [name, output] of Object.entries(part(terraform, "output"))) {
    onlyKeys(`output ${name}`, output as Json, OUTPUT);
  }
  for (const [type, elements] of Object.entries(part(terraform, "resource"))) {
    if (!rules.types.has(type)) throw new SynthRefusal(`The element type ${type} is not allowed`);
    for (const [name, element] of Object.entries(elements as Json)) {
      checkElement(`${type}.${name}`, element as Json, rules.secrets[type] ?? []);
    }
  }
  for (const entry of (terraform["import"] ?? []) as readonly Json[]) onlyKeys("import", entry, ["to", "id"]);
  mapStrings(terraform, (text) => checkTemplate(text, rules));
}

function checkSettings(settings: Json): void {
  onlyKeys("terraform", settings, TERRAFORM_BLOCK);
  for (const [kind, backend] of Object.entries(part(settings, "backend"))) {
    const allowed = BACKENDS[kind];
    if (allowed === undefined) throw new SynthRefusal(`The state backend ${kind} is not allowed`);
    onlyKeys(`backend ${kind}`, backend as Json, allowed);
  }
}

function checkProviders(providers: Json): void {
  for (const [name, blocks] of Object.entries(providers)) {
    const allowed = PROVIDERS[name];
    if (allowed === undefined) throw new SynthRefusal(`The provider ${name} is not allowed`);
    for (const block of blocks as readonly Json[]) onlyKeys(`provider ${name}`, block, allowed);
  }
}

function checkElement(address: string, element: Json, secrets: readonly string[]): void {
  const forbidden = [...FORBIDDEN_META, ...secrets].find((key) => key in element);
  if (forbidden !== undefined) throw new SynthRefusal(`${address} must not have ${forbidden}`);
  if (address.startsWith("terraform_data.")) onlyKeys(address, element, ["input"]);
  onlyKeys(`${address}.lifecycle`, part(element, "lifecycle"), LIFECYCLE);
}

function checkTemplate(text: string, rules: StackRules): string {
  for (const [match, expression] of text.matchAll(TEMPLATE)) {
    const isEscape = match === "$${" || match === "%%{";
    if (!isEscape && !isAllowedExpression(expression, rules)) {
      throw new SynthRefusal(`The expression ${match.slice(0, 80)} is not allowed`);
    }
  }
  return text;
}

function isAllowedExpression(expression: string | undefined, { types }: StackRules): boolean {
  if (expression === "null") return true;
  const type = expression === undefined ? undefined : REFERENCE.exec(expression)?.[1];
  return type !== undefined && types.has(type);
}

function onlyKeys(place: string, value: Json, allowed: readonly string[]): void {
  const unknown = Object.keys(value).find((key) => !allowed.includes(key));
  if (unknown !== undefined) throw new SynthRefusal(`${place} must not have ${unknown}`);
}

function part(value: Json, key: string): Json {
  return (value[key] ?? {}) as Json;
}
