import { expect, test } from "@jest/globals";
import { open, serverDocument, serving, useServers } from "./a-client.ts";

useServers();

test("sees a machine that boots from its image: flavor, root disk and volumes, addresses", async () => {
  const { client } = await open({
    routes: {
      ...serving(
        serverDocument({ "os-extended-volumes:volumes_attached": [{ id: "v1" }] }),
        serverDocument({ id: "other" }),
      ),
      "/volume/v3/p1/volumes/detail": () => ({
        body: {
          volumes: [
            { id: "v1", size: 10 },
            { id: "v2", size: 99 },
          ],
        },
      }),
      "/network/v2.0/floatingips": () => ({
        body: {
          floatingips: [
            { floating_ip_address: "203.0.113.7", fixed_ip_address: "10.0.0.5", port_details: { device_id: "other" } },
            { floating_ip_address: "203.0.113.9", fixed_ip_address: "10.0.0.5", port_details: { device_id: "vm-1" } },
          ],
        },
      }),
    },
  });

  expect(await client.observeInstances(["vm-1", "gone"])).toEqual([
    {
      instanceId: "vm-1",
      name: "web",
      vcpu: 2,
      memoryMib: 4096,
      offering: "m1.small",
      diskGib: 30,
      privateAddresses: ["10.0.0.5"],
      publicAddress: "203.0.113.9",
      powerState: "running",
      cloudStatus: "ACTIVE",
    },
  ]);
});

test("counts the root volume instead of the flavor's disk when the machine boots from a volume", async () => {
  const document = serverDocument({
    image: "",
    "os-extended-volumes:volumes_attached": [{ id: "root" }, { id: "data" }],
  });
  const volumes = [
    { id: "root", size: 25 },
    { id: "data", size: 5 },
  ];
  const { client } = await open({
    routes: { ...serving(document), "/volume/v3/p1/volumes/detail": () => ({ body: { volumes } }) },
  });

  expect(await client.observeInstances(["vm-1"])).toMatchObject([{ diskGib: 30 }]);
});

test("reads the flavor of newer microversions from the server itself", async () => {
  const flavor = { original_name: "gone-flavor", vcpus: 8, ram: 16384, disk: 40, extra_specs: {} };
  const { client } = await open({ routes: serving(serverDocument({ flavor })) });

  expect(await client.observeInstances(["vm-1"])).toMatchObject([
    { offering: "gone-flavor", vcpu: 8, memoryMib: 16384, diskGib: 40 },
  ]);
});

test("takes Nova's floating address where Neutron does not tell machines, and none where it does", async () => {
  const addresses = {
    net: [
      { addr: "10.0.0.5", "OS-EXT-IPS:type": "fixed" },
      { addr: "203.0.113.9", "OS-EXT-IPS:type": "floating" },
    ],
  };
  const old = [{ floating_ip_address: "203.0.113.9", fixed_ip_address: "10.0.0.5" }];
  const newer = [{ floating_ip_address: "203.0.113.9", fixed_ip_address: null, port_details: null }];
  const routes = serving(serverDocument({ addresses }));
  const withOld = await open({
    routes: { ...routes, "/network/v2.0/floatingips": () => ({ body: { floatingips: old } }) },
  });
  const withNewer = await open({
    routes: { ...routes, "/network/v2.0/floatingips": () => ({ body: { floatingips: newer } }) },
  });

  expect(await withOld.client.observeInstances(["vm-1"])).toMatchObject([{ publicAddress: "203.0.113.9" }]);
  expect(await withNewer.client.observeInstances(["vm-1"])).toMatchObject([{ publicAddress: null }]);
});

test.each([
  ["ACTIVE", null, "running"],
  ["ACTIVE", "powering-off", "stopping"],
  ["ACTIVE", "deleting", "stopping"],
  ["SHUTOFF", null, "stopped"],
  ["SHUTOFF", "powering-on", "starting"],
  ["BUILD", "spawning", "starting"],
  ["VERIFY_RESIZE", null, "running"],
  ["PAUSED", null, "paused"],
  ["SUSPENDED", null, "paused"],
  ["SHELVED_OFFLOADED", null, "stopped"],
  ["ERROR", "spawning", "error"],
  ["SOFT_DELETED", null, "absent"],
  ["SOMETHING_NEW", null, "unknown"],
])("reads %s with %s going on as %s", async (status, task, powerState) => {
  const { client } = await open({ routes: serving(serverDocument({ status, "OS-EXT-STS:task_state": task })) });

  expect(await client.observeInstances(["vm-1"])).toMatchObject([{ powerState, cloudStatus: status }]);
});

test("keeps what it can tell when volumes, networks and flavors do not answer", async () => {
  const down = () => ({ status: 503, headers: { "content-type": "text/html" }, body: "<html>down</html>" });
  const { client } = await open({
    routes: {
      "/compute/v2.1/servers/detail": () => ({ body: { servers: [serverDocument()] } }),
      "/compute/v2.1/flavors/detail": down,
      "/volume/v3/p1/volumes/detail": down,
      "/network/v2.0/floatingips": down,
    },
  });

  expect(await client.observeInstances(["vm-1"])).toMatchObject([
    { vcpu: null, diskGib: null, offering: null, publicAddress: null, powerState: "running" },
  ]);
});
