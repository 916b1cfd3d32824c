import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openProbe, type Probe } from "../../../tools/openstack-shapes/probe.ts";
import { fieldOf, idOf } from "../../../tools/openstack-shapes/read.ts";
import {
  act,
  aNetwork,
  aPort,
  aServer,
  aVolume,
  imageId,
  serverStatus,
  startCloud,
  type TestCloud,
} from "./a-cloud.ts";

const SPEC = new URL("../../../sandbox/openstack/SPEC.md", import.meta.url);
let cloud: TestCloud;
let demo: Probe;

beforeAll(async () => {
  cloud = await startCloud();
  demo = cloud.demo;
});
afterAll(() => cloud.close());

const pinned: string[] = [];

function pin(number: string, sentence: string, check: () => Promise<void>): void {
  pinned.push(number);
  test(`${number}: ${sentence}`, check);
}

pin("D1", "the catalog holds six services and S3", async () => {
  const { json } = await demo.call("identity", "GET", "/auth/catalog");

  const types = (json["catalog"] as { type: string }[]).map((one) => one.type).sort();
  expect(types).toEqual([
    ...["block-storage", "compute", "identity", "image", "network", "object-store", "s3", "volumev3"],
  ]);
});

pin("D2", "a login may name any domain", async () => {
  const body = {
    auth: {
      identity: {
        methods: ["password"],
        password: { user: { name: "demo", password: "demo", domain: { name: "Elsewhere" } } },
      },
    },
  };

  expect((await demo.call("identity", "POST", "/auth/tokens", { body, token: undefined })).status).toBe(201);
});

pin("D3", "an IPv6 subnet is refused and an IPv6 rule is taken", async () => {
  const { networkId } = await aNetwork(demo, "10.40.0.0/24");
  const subnet = { network_id: networkId, ip_version: 6, cidr: "2001:db8::/64" };
  const group = idOf(
    await demo.call("network", "POST", "/security-groups", { body: { security_group: { name: "six" } } }),
    "security_group",
  );
  const rule = { direction: "ingress", ethertype: "IPv6", remote_ip_prefix: "2001:db8::/64", security_group_id: group };

  const refused = await demo.call("network", "POST", "/subnets", { body: { subnet } });
  const taken = await demo.call("network", "POST", "/security-group-rules", { body: { security_group_rule: rule } });

  expect([refused.status, taken.status]).toEqual([400, 201]);
});

pin("D4", "a list of networks in one POST is refused", async () => {
  const answer = await demo.call("network", "POST", "/networks", {
    body: { networks: [{ name: "a" }, { name: "b" }] },
  });

  expect(answer.status).toBe(400);
});

pin("D5", "the first ports get the lowest addresses", async () => {
  const net = await aNetwork(demo, "10.41.0.0/24");
  const ports = [await aPort(demo, net), await aPort(demo, net)];

  const answers = await Promise.all(ports.map((id) => demo.call("network", "GET", `/ports/${id}`)));
  const addresses = answers.map(
    ({ json }) => (json["port"] as { fixed_ips: { ip_address: string }[] }).fixed_ips[0]?.ip_address,
  );
  expect(addresses).toEqual(["10.41.0.2", "10.41.0.3"]);
});

pin("D6", "the extension list is short and has no quality of service", async () => {
  const { json } = await demo.call("network", "GET", "/extensions");

  const aliases = (json["extensions"] as { alias: string }[]).map((one) => one.alias);
  expect(aliases).toContain("standard-attr-tag");
  expect(aliases).not.toContain("qos");
});

pin("D7", "a volume without a wish is of the first type", async () => {
  const id = await aVolume(demo, { size: 1 });

  expect((await demo.call("volume", "GET", `/volumes/${id}`)).json["volume"]).toMatchObject({
    volume_type: "standard",
  });
});

pin("D8", "a blank volume becomes a small image", async () => {
  const id = await aVolume(demo, { size: 5 });
  const body = { "os-volume_upload_image": { image_name: "blank", disk_format: "raw", container_format: "bare" } };
  const upload = await demo.call("volume", "POST", `/volumes/${id}/action`, { body });

  const image = await demo.call("image", "GET", `/images/${fieldOf(upload, "os-volume_upload_image", "image_id")}`);

  expect(image.json).toMatchObject({ status: "active", virtual_size: 5 * 2 ** 30 });
  expect(Number(image.json["size"])).toBeLessThan(100_000);
});

pin("D9", "an image error is JSON for a browser too", async () => {
  const answer = await demo.call("image", "GET", "/images/none", { headers: { accept: "text/html" } });

  expect(answer.json).toMatchObject({ code: "404 Not Found" });
});

pin("D10", "any bytes pass as qcow2", async () => {
  const made = await demo.call("image", "POST", "/images", {
    body: { disk_format: "qcow2", container_format: "bare" },
  });
  const path = `/images/${String(made.json["id"])}`;

  const upload = await demo.call("image", "PUT", `${path}/file`, {
    raw: new TextEncoder().encode("no disk"),
    headers: { "content-type": "application/octet-stream" },
  });

  expect(upload.status).toBe(204);
  expect((await demo.call("image", "GET", path)).json).toMatchObject({ status: "active", virtual_size: null });
});

pin("D11", "two servers of an anti-affinity group both run", async () => {
  const body = { server_group: { name: "apart", policies: ["anti-affinity"] } };
  const group = idOf(await demo.call("compute", "POST", "/os-server-groups", { body }), "server_group");
  const server = { name: "x", flavorRef: "2", imageRef: await imageId(demo, "Debian 12"), networks: "none" };
  const make = async () =>
    idOf(
      await demo.call("compute", "POST", "/servers", { body: { server, "os:scheduler_hints": { group } } }),
      "server",
    );

  const ids = [await make(), await make()];

  expect([await serverStatus(demo, ids[0] ?? ""), await serverStatus(demo, ids[1] ?? "")]).toEqual([
    "ACTIVE",
    "ACTIVE",
  ]);
});

pin("D12", "a shelved server leaves no image behind", async () => {
  const id = await aServer(demo, { name: "put-away" });

  await act(demo, id, { shelve: null });

  expect(await serverStatus(demo, id)).toBe("SHELVED_OFFLOADED");
  expect((await demo.call("image", "GET", "/images?name=put-away-shelved")).json["images"]).toEqual([]);
});

pin("D13", "a wish for three servers makes one", async () => {
  const before = ((await demo.call("compute", "GET", "/servers")).json["servers"] as unknown[]).length;

  await aServer(demo, { min_count: 3, max_count: 3 });

  expect((await demo.call("compute", "GET", "/servers")).json["servers"]).toHaveLength(before + 1);
});

pin("D14", "the console says that there is no guest", async () => {
  const id = await aServer(demo, {});

  const { json } = await act(demo, id, { "os-getConsoleOutput": {} });

  expect(String(json["output"])).toContain("there is no guest");
});

pin("D15", "rescue, migrate and createBackup are unknown", async () => {
  const id = await aServer(demo, {});

  const answers = [
    await act(demo, id, { rescue: null }),
    await act(demo, id, { migrate: null }),
    await act(demo, id, { createBackup: {} }),
  ];

  expect(answers.map((answer) => answer.status)).toEqual([400, 400, 400]);
});

pin("D16", "an attached volume is in use at once", async () => {
  const [server, volume] = [await aServer(demo, {}), await aVolume(demo, { size: 1 })];

  await demo.call("compute", "POST", `/servers/${server}/os-volume_attachments`, {
    body: { volumeAttachment: { volumeId: volume } },
  });

  expect((await demo.call("volume", "GET", `/volumes/${volume}`)).json["volume"]).toMatchObject({ status: "in-use" });
});

pin("D17", "the port of a stopped server stays up", async () => {
  const port = await aPort(demo, await aNetwork(demo, "10.42.0.0/24"));
  const id = await aServer(demo, { networks: [{ port }] });

  await act(demo, id, { "os-stop": null });

  expect(await serverStatus(demo, id)).toBe("SHUTOFF");
  expect((await demo.call("network", "GET", `/ports/${port}`)).json["port"]).toMatchObject({ status: "ACTIVE" });
});

pin("D18", "an image goes while a volume made of it stays", async () => {
  const image = await demo.call("image", "POST", "/images", { body: { disk_format: "raw", container_format: "bare" } });
  const path = `/images/${String(image.json["id"])}`;
  const headers = { "content-type": "application/octet-stream" };
  await demo.call("image", "PUT", `${path}/file`, { raw: new TextEncoder().encode("disk"), headers });
  const volume = await aVolume(demo, { size: 1, imageRef: image.json["id"] });

  const deleted = await demo.call("image", "DELETE", path);

  expect([deleted.status, (await demo.call("volume", "GET", `/volumes/${volume}`)).status]).toEqual([204, 200]);
});

pin("D19", "the 51st deleted server pushes out the first", async () => {
  const guest = await openProbe({ authUrl: cloud.authUrl, username: "guest", password: "guest", projectName: "guest" });
  const first = await aServer(guest, {});
  await guest.call("compute", "DELETE", `/servers/${first}`);
  const history = () => guest.call("compute", "GET", `/servers/${first}/os-instance-actions`);
  const remembered = await history();
  for (let count = 0; count < 50; count++) {
    await guest.call("compute", "DELETE", `/servers/${await aServer(guest, {})}`);
  }

  expect([remembered.status, (await history()).status]).toEqual([200, 404]);
});

pin("D20", "a known name with a value of the wrong type is taken", async () => {
  const answer = await demo.call("network", "POST", "/networks", { body: { network: { name: 7, mtu: "many" } } });

  expect(answer.status).toBe(201);
});

pin("D21", "a token outlives its user's password", async () => {
  const admin = await cloud.login("admin");
  const wish = { user: { name: "changing", password: "old" } };
  const made = await admin.call("identity", "POST", "/users", { body: wish });
  const password = { user: { name: "changing", password: "old" } };
  const auth = { identity: { methods: ["password"], password } };
  const login = await demo.call("identity", "POST", "/auth/tokens", { body: { auth }, token: undefined });
  const token = login.headers.get("x-subject-token") ?? "";

  await admin.call("identity", "PATCH", `/users/${idOf(made, "user")}`, { body: { user: { password: "new" } } });

  expect((await demo.call("identity", "GET", "/auth/projects", { token })).status).toBe(200);
});

test("every deviation of the specification is pinned here, and no other", () => {
  const listed = [...readFileSync(SPEC, "utf8").matchAll(/^[-*] \*\*(D\d+)\*\*/gm)].map(([, number]) => number);

  expect(listed).toEqual(pinned);
});

pin("D22", "S3 is named by the catalog and is not below Swift, which says that it has no s3api", async () => {
  const { json } = await demo.call("identity", "GET", "/auth/catalog");

  const s3 = (json["catalog"] as { type: string; endpoints: { url: string }[] }[]).find(({ type }) => type === "s3");
  const url = s3?.endpoints[0]?.url ?? "";
  const info = (await (await fetch(`${new URL(url).origin}/swift/info`)).json()) as object;
  expect(new URL(url).pathname).toBe("/s3");
  expect(Object.keys(info)).toEqual(["swift", "container_quotas", "slo"]);
});
