import { expect, test } from "@jest/globals";
import { assertAllowed } from "../../stacks/allow-list.ts";
import { ref, synthCloudstack, synthOpenstack } from "./_synth.ts";

type Json = Record<string, unknown>;

/** A small document that is allowed, with one part replaced. */
function document(changes: Json): Json {
  return {
    terraform: { backend: { http: {} } },
    provider: { openstack: [{ region: "RegionOne" }] },
    resource: { openstack_networking_network_v2: { network: { name: "n" } } },
    output: { network_id: { value: ref("openstack_networking_network_v2.network.id") } },
    ...changes,
  };
}
function element(values: Json): Json {
  return document({ resource: { openstack_networking_network_v2: { network: values } } });
}

test("lets both clouds' own Terraform pass", () => {
  expect(() => assertAllowed(synthOpenstack().json)).not.toThrow();
  expect(() => assertAllowed(synthCloudstack().json)).not.toThrow();
  expect(() => assertAllowed(document({}))).not.toThrow();
});

test.each<[string, Json]>([
  ["external", document({ data: { external: { x: { program: ["sh"] } } } })],
  ["modules", document({ module: { x: { source: "./x" } } })],
  ["variables", document({ variable: { x: {} } })],
  ["locals", document({ locals: { x: 1 } })],
  ["imports", document({ import: [{ to: "x.y", id: "1" }] })],
  ["a foreign element type", document({ resource: { null_resource: { x: {} } } })],
  [
    "terraform_data that does more than remember",
    document({ resource: { terraform_data: { x: { triggers_replace: 1 } } } }),
  ],
  ["a foreign provider", document({ provider: { external: [{}] } })],
  ["a provider secret", document({ provider: { openstack: [{ password: "x" }] } })],
  ["a CloudStack secret", document({ provider: { cloudstack: [{ secret_key: "x" }] } })],
  ["a backend with values", document({ terraform: { backend: { http: { password: "x" } } } })],
  ["another backend", document({ terraform: { backend: { s3: {} } } })],
  ["a provisioner", element({ provisioner: [{ "local-exec": { command: "id" } }] })],
  ["a connection", element({ connection: { host: "x" } })],
  ["for_each", element({ for_each: ref("toset([])") })],
  ["count", element({ count: 2 })],
  ["prevent_destroy", element({ lifecycle: { prevent_destroy: true } })],
  ["a function that reads a file", element({ name: ref('file("/etc/passwd")') })],
  ["a function around a reference", element({ name: ref("upper(openstack_networking_network_v2.network.name)") })],
  ["a reference to something foreign", element({ name: ref("data.external.x.result") })],
  ["a reference into the machine that runs it", element({ name: ref("path.module") })],
  ["a template directive", element({ name: "%{ if true }x%{ endif }" })],
  ["an expression that does not end", element({ name: "${openstack_networking_network_v2.network.id" })],
  ["an expression behind an escape", element({ name: `$${ref("x")} ${ref("path.cwd")}` })],
  ["an expression in a key", element({ tags: { [ref("path.cwd")]: "x" } })],
  ["an expression in an output", document({ output: { x: { value: ref("timestamp()") } } })],
  ["an output with more than a value", document({ output: { x: { value: "1", precondition: {} } } })],
])("refuses %s", (_what, terraform) => {
  expect(() => assertAllowed(terraform)).toThrow(expect.objectContaining({ code: "synth-refused" }));
});

test.each([
  "$${literal}",
  "%%{literal}",
  "$",
  "%",
  "$$$${x}",
  ref("null"),
  ref("openstack_networking_port_v2.port.all_fixed_ips[0]"),
])("accepts %j as text or as a plain reference", (text) => {
  expect(() => assertAllowed(element({ name: text }))).not.toThrow();
});
