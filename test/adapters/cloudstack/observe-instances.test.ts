import { expect, test } from "@jest/globals";
import { startReplayedCloudstack } from "../../_helpers/replayed-cloudstack.ts";
import { MACHINE, open, REAL, recorded, useServers } from "./a-client.ts";

useServers();

test("sees the recorded machine with the sum of its recorded disks", async () => {
  const server = await startReplayedCloudstack(REAL);

  const observed = await open(server).observeInstances([MACHINE]);

  expect(observed).toEqual([
    {
      instanceId: MACHINE,
      name: "vm1",
      vcpu: 1,
      memoryMib: 512,
      offering: "Small Instance",
      diskGib: 7,
      privateAddresses: ["10.1.1.207"],
      publicAddress: null,
      powerState: "running",
      cloudStatus: "Running",
    },
  ]);
  expect(server.seen.map(({ query }) => query.get("command")).sort()).toEqual(["listVirtualMachines", "listVolumes"]);
});

test.each([
  ['"publicip":', "running", "Running"],
  ['"state":"Stopped"', "stopped", "Stopped"],
  ['"state":"Stopping"', "stopping", "Stopping"],
  ['"state":"Error"', "error", "Error"],
])("reads recorded machines with %s as %s", async (text, powerState, cloudStatus) => {
  const answer = recorded("listVirtualMachines", text);
  const { virtualmachine } = (
    answer.body as {
      listvirtualmachinesresponse: { virtualmachine: { id: string; state: string; publicip?: string }[] };
    }
  ).listvirtualmachinesresponse;
  const wanted = virtualmachine.find(({ state }) => state === cloudStatus);
  const client = open(await startReplayedCloudstack({ ...REAL, listVirtualMachines: () => answer }));

  const [machine] = await client.observeInstances([wanted?.id ?? ""]);

  expect(machine).toMatchObject({ powerState, cloudStatus, publicAddress: wanted?.publicip ?? null });
});

test("calls a destroyed machine absent although it is listed until it is expunged", async () => {
  const virtualmachine = [{ id: "a", name: "a", state: "Destroyed" }];
  const client = open(
    await startReplayedCloudstack({
      ...REAL,
      listVirtualMachines: () => ({ body: { listvirtualmachinesresponse: { count: 1, virtualmachine } } }),
    }),
  );

  expect(await client.observeInstances(["a"])).toMatchObject([{ powerState: "absent", cloudStatus: "Destroyed" }]);
});

test("asks for many machines at once, and one by one when one id was never known there", async () => {
  const unknown = "Invalid parameter ids value=never due to incorrect long value format, or entity does not exist";
  const listVirtualMachines = (params: URLSearchParams) => {
    const asked = (params.get("ids") ?? params.get("id") ?? "").split(",");
    if (asked.includes("never")) {
      const refusal = { uuidList: [], errorcode: 431, cserrorcode: 9999, errortext: unknown };
      return { status: 431, body: { listvirtualmachinesresponse: refusal } };
    }
    const virtualmachine = asked.filter((id) => id !== "foreign").map((id) => ({ id, name: id, state: "Running" }));
    return { body: { listvirtualmachinesresponse: virtualmachine.length === 0 ? {} : { count: 1, virtualmachine } } };
  };
  const server = await startReplayedCloudstack({ ...REAL, listVirtualMachines });
  const client = open(server, { projectId: "p-1" });

  const together = await client.observeInstances(["a", "b"]);
  const separate = await client.observeInstances(["a", "never", "foreign", "b"]);

  expect(together.map(({ instanceId }) => instanceId)).toEqual(["a", "b"]);
  expect(separate.map(({ instanceId }) => instanceId)).toEqual(["a", "b"]);
  expect(server.seen.every(({ query }) => query.get("projectid") === "p-1")).toBe(true);
});

test("keeps the other facts when the volume list is refused, and asks nothing for no machines", async () => {
  const refusal = { uuidList: [], errorcode: 432, errortext: "not available for the account" };
  const server = await startReplayedCloudstack({
    ...REAL,
    listVolumes: () => ({ status: 432, body: { listvolumesresponse: refusal } }),
  });
  const client = open(server);

  expect(await client.observeInstances([MACHINE])).toMatchObject([{ vcpu: 1, diskGib: null }]);
  server.seen.length = 0;
  expect(await client.observeInstances([])).toEqual([]);
  expect(server.seen).toEqual([]);
});
