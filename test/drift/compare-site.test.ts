import { describe, expect, test } from "@jest/globals";
import { COMPARED_TYPES } from "../../src/drift/compared-types.ts";
import { recordedObjects } from "../../src/drift/recorded-objects.ts";
import { differences, listed, recorded, WORKSPACE } from "./differences.ts";

const SERVER = "openstack_compute_instance_v2";
const MARK = { workspaceId: WORKSPACE, secondSite: false };

test.each(Object.entries(COMPARED_TYPES))("a %s that is as it was applied is no difference", (type, compared) => {
  const attributes = Object.fromEntries(Object.keys(compared.attributes).map((path) => [path, "same"]));
  const facts = Object.fromEntries(Object.values(compared.attributes).map((fact) => [fact, "same"]));

  expect(differences([recorded(type, "1", attributes)], [listed(compared.kind, "1", facts, { name: "same" })])).toEqual(
    [],
  );
});

test.each(Object.entries(COMPARED_TYPES))("a %s that is not in its list is gone", (type, { kind }) => {
  const found = differences([recorded(type, "1")], [listed(kind, "2")]);

  expect(found.map((one) => [one.kind, one.recorded?.type, one.attributes])).toEqual([["gone", type, []]]);
});

const ROWS = Object.entries(COMPARED_TYPES).flatMap(([type, compared]) =>
  Object.entries(compared.attributes).map(([path, fact]) => [type, path, fact, compared.kind] as const),
);

test.each(ROWS)("%s: another %s is named, with both values", (type, path, fact, kind) => {
  const object =
    fact === "name" ? listed(kind, "1", {}, { name: "now" }) : listed(kind, "1", { [fact]: "now" }, { name: "" });
  const found = differences([recorded(type, "1", { [path]: "then" })], [object]);

  expect(found.flatMap(({ attributes }) => attributes)).toEqual([{ path, recorded: "then", observed: "now" }]);
});

describe("what is no difference", () => {
  test("a value the list does not tell", () => {
    expect(differences([recorded(SERVER, "1", { name: "web", flavor_id: "f" })], [listed("machine", "1")])).toEqual([]);
  });

  test("an object the cloud is still at work on", () => {
    const working = listed("machine", "1", { flavorId: "g" }, { settled: false });

    expect(differences([recorded(SERVER, "1", { name: "web", flavor_id: "f" })], [working])).toEqual([]);
  });

  test("another order, a number as text, nothing instead of an empty list", () => {
    const found = differences(
      [
        recorded("openstack_networking_port_v2", "p", { name: "web", security_group_ids: ["b", "a"] }),
        recorded("openstack_blockstorage_volume_v3", "v", { name: "web", size: 5 }),
        recorded("openstack_networking_subnet_v2", "s", { name: "web", dns_nameservers: null }),
      ],
      [
        listed("port", "p", { securityGroups: "a,b" }),
        listed("volume", "v", { sizeGib: "5" }),
        listed("subnet", "s", { dnsServers: "" }),
      ],
    );

    expect(found).toEqual([]);
  });

  test("what is marked as another workspace's or another site's", () => {
    const foreign = [
      listed("volume", "1", {}, { mark: { ...MARK, workspaceId: "another" } }),
      listed("volume", "2", {}, { mark: { ...MARK, secondSite: true } }),
      listed("volume", "3"),
    ];

    expect(differences([], foreign)).toEqual([]);
  });
});

describe("power", () => {
  test.each([
    ["running", "active", []],
    ["running", "shutoff", [{ path: "power_state", recorded: "active", observed: "shutoff" }]],
    ["stopped", "shutoff", []],
    ["stopped", "active", [{ path: "power_state", recorded: "shutoff", observed: "active" }]],
    ["absent", "active", []],
  ] as const)("an OpenStack machine that is to be %s and is %s", (machine, power, attributes) => {
    const found = differences([recorded(SERVER, "1", { name: "web" })], [listed("machine", "1", { power })], machine);

    expect(found.flatMap((one) => one.attributes)).toEqual(attributes);
  });

  test("of a CloudStack machine is compared though no state has it", () => {
    const found = differences(
      [recorded("cloudstack_instance", "1", { name: "web" })],
      [listed("machine", "1", { power: "stopped" })],
    );

    expect(found.flatMap((one) => one.attributes)).toEqual([
      { path: "power_state", recorded: "running", observed: "stopped" },
    ]);
  });
});

describe("rules", () => {
  const firewall = recorded("cloudstack_firewall", "ip", {
    ip_address_id: "ip",
    rule: [
      { protocol: "tcp", cidr_list: ["0.0.0.0/0"], ports: ["22"], uuids: { "22": "r1" } },
      { protocol: "icmp", cidr_list: ["10.0.0.0/8"], ports: [], uuids: { icmp: "r2" } },
    ],
  });
  const both = [listed("firewall-rule", "r1", { addressId: "ip" }), listed("firewall-rule", "r2", { addressId: "ip" })];

  test("of a set that are all there are no difference", () => {
    expect(differences([firewall], both)).toEqual([]);
  });

  test("that are gone from a set are named one by one", () => {
    const found = differences([firewall], []);

    expect(found.map(({ kind, attributes }) => [kind, attributes.map((one) => one.recorded)])).toEqual([
      ["changed", ["tcp 22 from 0.0.0.0/0", "icmp from 10.0.0.0/8"]],
    ]);
  });

  test("that somebody added to a firewall of ours are extra", () => {
    const group = recorded("openstack_networking_secgroup_v2", "g", { name: "web" });
    const opened = listed("security-group-rule", "r9", { groupId: "g" });
    const found = differences(
      [firewall, group, recorded("cloudstack_ipaddress", "ip")],
      [
        ...both,
        listed("public-address", "ip"),
        listed("security-group", "g"),
        opened,
        listed("firewall-rule", "r3", { addressId: "ip" }),
        listed("firewall-rule", "r4", { addressId: "somebody's" }),
      ],
    );

    expect(found.map(({ kind, listed: object }) => [kind, object?.id])).toEqual([
      ["extra", "r3"],
      ["extra", "r9"],
    ]);
  });
});

test("a machine of ours that was destroyed and that its cloud still keeps is nothing extra", () => {
  const kept = listed("machine", "2", { power: "destroyed" }, { mark: MARK });

  expect(differences([recorded(SERVER, "1", { name: "web" })], [listed("machine", "1"), kept])).toEqual([]);
});

test("tags are compared whatever their order", () => {
  const machine = recorded("cloudstack_instance", "1", { name: "web", tags: { workspace: "shop", owner: "ada" } });
  const tagged = (tags: string) => differences([machine], [listed("machine", "1", { tags })]);

  expect(tagged("owner=ada,workspace=shop")).toEqual([]);
  expect(tagged("owner=ada").flatMap(({ attributes }) => attributes)).toEqual([
    { path: "tags", recorded: "owner=ada,workspace=shop", observed: "owner=ada" },
  ]);
});

test("what carries our mark and was never applied is extra, once", () => {
  const copy = listed("machine", "2", {}, { mark: MARK });

  expect(differences([recorded(SERVER, "1", { name: "web" })], [listed("machine", "1"), copy])).toEqual([
    { kind: "extra", recorded: null, listed: copy, attributes: [] },
  ]);
});

test("a state is read without data sources, bookkeeping and what is deposed", () => {
  const entry = (mode: string, type: string, instances: object[]) => ({ mode, type, name: "it", instances });
  const state = {
    version: 4,
    resources: [
      entry("managed", SERVER, [{ attributes: { id: "1" } }, { deposed: "x", attributes: { id: "0" } }]),
      entry("managed", "terraform_data", [{ attributes: { id: "t" } }]),
      entry("data", "openstack_images_image_v2", [{ attributes: { id: "i" } }]),
    ],
  };

  expect(recordedObjects(new TextEncoder().encode(JSON.stringify(state)))).toEqual([
    { type: SERVER, id: "1", address: `${SERVER}.it`, attributes: { id: "1" } },
  ]);
});
