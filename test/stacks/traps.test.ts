/*
 * Every trap of clouds.md §2.3 (O1–O14, C1–C20) and every finding of cloudstack.md (F1–F13) has one row here: `here`
 * is a test of this file named after it; anything else names the room that guards it and how.
 */
import { readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import { ALLOWED_TYPES } from "../../stacks/allow-list.ts";
import { ref, type Synthesized, synthCloudstack, synthOpenstack } from "./_synth.ts";

const TRAPS: Readonly<Record<string, string>> = {
  O1: "here",
  O2: "here",
  O3: "src/run: a refresh that fails on an odd status is a failed run with Terraform's message and a remedy",
  O4: "here",
  O5: "here",
  O6: "here",
  O7: "here",
  O8: "here",
  O9: "here",
  O10: "here",
  O11: "here",
  O12: "here",
  O13: "src/drift: judges resource_changes, never resource_drift",
  O14: "here",
  C1: "here",
  C2: "here",
  C3: "src/drift: a replaced instance destroys data and needs the machine's name typed; here it is not hidden",
  C4: "here",
  C5: "here",
  C6: "here",
  C7: "here",
  C8: "here",
  C9: "here",
  C10: "here",
  C11: "src/adapters/cloudstack: our own client verifies TLS and test-connection refuses a bad certificate first",
  C12: "here",
  C13: "here",
  C14: "src/drift: removing a volume destroys data and is reviewed; a failed detach may restart the machine",
  C15: "here",
  C16: "here",
  C17: "here",
  C18: "here",
  C19: "here",
  C20: "src/adapters/cloudstack: signs with a short life and explains a 401 with the clock",
  F1: "here",
  F2: "here",
  F3: "src/run: a failed deploy is reported with the name of the machine that may be left behind",
  F4: "src/run: a cancelled apply asks gently first, so that the provider can store what it made",
  F5: "here",
  F6: "here",
  F7: "here",
  F8: "here",
  F9: "here",
  F10: "src/adapters/cloudstack: the power state comes from the cloud itself, not from Terraform",
  F11: "src/state: no element is ever imported; all versions of the state are kept instead",
  F12: "here",
  F13: "here",
};

const INSTANCE_OS = "openstack_compute_instance_v2";
const INSTANCE_CS = "cloudstack_instance";
const PROJECT = "7f1f6f3c-2f0b-4c1e-9d2f-6d1a52c1c007";

function ignored(site: Synthesized, type: string): unknown {
  return (site.one(type)["lifecycle"] as { ignore_changes: string[] }).ignore_changes;
}

test("no trap is silently missing", async () => {
  const numbered = (letter: string, count: number) => Array.from({ length: count }, (_, n) => `${letter}${n + 1}`);
  const source = await readFile(new URL(import.meta.url), "utf8");

  expect(Object.keys(TRAPS)).toEqual([...numbered("O", 14), ...numbered("C", 20), ...numbered("F", 13)]);
  for (const [trap, where] of Object.entries(TRAPS)) {
    const hasTestHere = new RegExp(`^test\\("([A-Z]\\d+, )*${trap}[:,]`, "m").test(source);
    expect([trap, hasTestHere]).toEqual([trap, where === "here"]);
  }
});

test("O1: the image is the root volume's, so that no change of it rebuilds the instance in place", () => {
  const site = synthOpenstack();

  expect(site.one(INSTANCE_OS)).not.toHaveProperty("image_id");
  expect(site.one(INSTANCE_OS)).not.toHaveProperty("personality");
  expect(site.at("openstack_blockstorage_volume_v3.machine_root")).toHaveProperty("image_id");
});

test("O2: power_state is always written, so that an apply does not start a machine stopped on purpose", () => {
  expect(synthOpenstack({ machine: "running" }).one(INSTANCE_OS)["power_state"]).toBe("active");
  expect(synthOpenstack({ machine: "stopped" }).one(INSTANCE_OS)["power_state"]).toBe("shutoff");
});

test("O4, O10: an instance is never shelved or paused", () => {
  const states = (["running", "stopped"] as const).map(
    (machine) => synthOpenstack({ machine }).one(INSTANCE_OS)["power_state"],
  );

  expect(states).toEqual(["active", "shutoff"]);
});

test("O5: a stopped standby boots once before it is stopped, behind a port that is down", () => {
  const portOf = (role: "primary" | "standby", machine: "running" | "stopped" | "absent") =>
    synthOpenstack({ role, machine }).one("openstack_networking_port_v2")["admin_state_up"];

  expect(portOf("standby", "stopped")).toBe(false);
  expect(portOf("standby", "running")).toBe(true);
  expect(portOf("standby", "absent")).toBe(true);
  expect(portOf("primary", "stopped")).toBe(true);
});

test("O6, O7, O8, O14, C6, C8: images are imported by API and named by id; no stack makes an image or a template", () => {
  expect([...ALLOWED_TYPES].filter((type) => /image|template|snapshot|backup/.test(type))).toEqual([]);
});

test("O9: volumes grow online with a provider that can", () => {
  const site = synthOpenstack();

  expect(site.json["terraform"]).toMatchObject({ required_providers: { openstack: { version: "3.4.0" } } });
  for (const { type, values } of site.elements) {
    if (type === "openstack_blockstorage_volume_v3") expect(values["enable_online_resize"]).toBe(true);
  }
});

test("O11: nothing on the instance needs a second microversion beside its tags", () => {
  const instance = synthOpenstack().one(INSTANCE_OS);

  expect(instance["tags"]).not.toHaveLength(0);
  expect(instance).not.toHaveProperty("network_mode");
  expect((instance["block_device"] as object[]).flatMap((device) => Object.keys(device))).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/volume_type|multiattach/)]),
  );
});

test("O12: ids are written, never names that could be looked up", () => {
  const instance = synthOpenstack().one(INSTANCE_OS);

  expect(instance).toHaveProperty("flavor_id");
  expect(instance).not.toHaveProperty("flavor_name");
  expect(instance).not.toHaveProperty("image_name");
});

test("C1: nothing that the provider answers with a start can change on a stopped standby", () => {
  const stopped = synthCloudstack({ machine: "stopped" });

  expect(ignored(stopped, INSTANCE_CS)).toEqual(expect.arrayContaining(["user_data", "name", "service_offering"]));
  expect(Object.keys(stopped.one(INSTANCE_CS))).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(keypair|affinity_group|userdata_)/)]),
  );
});

test("C2: CloudStack's user data is compared by our own digest, never by what the cloud returns", () => {
  const userData = { encoding: "plain" as const, content: "#cloud-config\npackages: [nginx]\n", rawBytes: 32 };
  const digest = (site: Synthesized) => JSON.stringify(site.at("terraform_data.machine_first_boot"));

  expect(ignored(synthCloudstack(), INSTANCE_CS)).toContain("user_data");
  expect(synthCloudstack().one(INSTANCE_CS)["lifecycle"]).toMatchObject({
    replace_triggered_by: ["terraform_data.machine_first_boot"],
  });
  expect(digest(synthCloudstack())).toMatch(/[0-9a-f]{64}/);
  expect(digest(synthCloudstack({ userData }))).not.toBe(digest(synthCloudstack()));
});

test("C4: details of a custom offering are not changed in a way that only looks done", () => {
  expect(ignored(synthCloudstack(), INSTANCE_CS)).toContain("details");
});

test("C5, F1: the network takes its source NAT address itself, so that the machine's address can be static NAT", () => {
  expect(synthCloudstack().one("cloudstack_network")["source_nat_ip"]).toBe(true);
});

test("C7: nothing is created before it is destroyed, else data disks end up detached", () => {
  expect(synthCloudstack().text).not.toContain("create_before_destroy");
  expect(synthOpenstack().text).not.toContain("create_before_destroy");
});

test("C9, F5: expunging is asked for exactly where the account may", () => {
  expect(synthCloudstack({ expunge: true }).one(INSTANCE_CS)["expunge"]).toBe(true);
  expect(synthCloudstack({ expunge: false }).one(INSTANCE_CS)["expunge"]).toBe(false);
});

test("C10: a slow deploy has an hour, and user data goes by POST", () => {
  expect(synthCloudstack().json["provider"]).toEqual({ cloudstack: [{ timeout: 3600, http_get_only: false }] });
});

test("C12: the character ~ is refused before it breaks a signature, but may be in user data", () => {
  const userData = { encoding: "plain" as const, content: "#cloud-config\n# ~\n", rawBytes: 18 };

  expect(() => synthCloudstack({ tags: { note: "a~b" } })).toThrow("the character ~");
  expect(synthCloudstack({ userData }).one(INSTANCE_CS)["user_data"]).toBe(userData.content);
});

test("C13: the instance has no disk offering of its own", () => {
  const instance = synthCloudstack().one(INSTANCE_CS);

  expect(instance).not.toHaveProperty("disk_offering");
  expect(instance).not.toHaveProperty("override_disk_offering");
});

test("C15: user data is given to the instance itself", () => {
  expect(synthCloudstack().one(INSTANCE_CS)).not.toHaveProperty("userdata_details");
  expect(ALLOWED_TYPES.has("cloudstack_user_data")).toBe(false);
});

test("C16: rules are made in the project of their address, where they can be seen again", () => {
  const site = synthCloudstack({ projectId: PROJECT });

  expect(site.one("cloudstack_firewall")["project"]).toBe(PROJECT);
  expect(site.one("cloudstack_egress_firewall")["project"]).toBe(PROJECT);
});

test("C17: an isolated network has no ACL", () => {
  expect(synthCloudstack().one("cloudstack_network")).not.toHaveProperty("acl_id");
});

test("C18, F6, F7, F8, F9: no load balancer, autoscaling or offering is made", () => {
  expect([...ALLOWED_TYPES].filter((type) => /loadbalancer|autoscale|offering/.test(type))).toEqual([]);
});

test("C19: the firewall is the address's, not the instance's", () => {
  const keys = Object.keys(synthCloudstack().one(INSTANCE_CS));

  expect(keys.filter((key) => key.startsWith("security_group"))).toEqual([]);
});

test("F2: no firewall job runs while the first machine starts the router", () => {
  const site = synthCloudstack();

  expect(site.one(INSTANCE_CS)["depends_on"]).toEqual(["cloudstack_egress_firewall.network_egress"]);
  expect(site.one("cloudstack_firewall")["depends_on"]).toEqual(["cloudstack_static_nat.address_static_nat"]);
  expect(site.one("cloudstack_static_nat")["virtual_machine_id"]).toBe(ref("cloudstack_instance.machine_instance.id"));
});

test("F12: running or stopped is not a reason to replace the instance", () => {
  expect(synthCloudstack({ machine: "stopped" }).one(INSTANCE_CS)["start_vm"]).toBe(false);
  expect(ignored(synthCloudstack({ machine: "stopped" }), INSTANCE_CS)).toContain("start_vm");
  expect(ignored(synthCloudstack({ machine: "running" }), INSTANCE_CS)).toContain("start_vm");
});

test("F13: no key pair is made by the cloud, so that no private key is in the state", () => {
  expect(synthOpenstack().one("openstack_compute_keypair_v2")).toHaveProperty("public_key");
  expect(ALLOWED_TYPES.has("cloudstack_ssh_keypair")).toBe(false);
});
