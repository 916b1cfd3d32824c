import { afterEach, expect, test } from "@jest/globals";
import * as z from "zod";
import { makeCloudstackApi } from "../../../src/adapters/cloudstack/cloudstack-api.ts";
import { makeHttpClient } from "../../../src/adapters/http/http-client.ts";
import { AppError } from "../../../src/kernel/app-error.ts";
import { sampleCloudstack } from "../../_helpers/cloud-samples.ts";
import {
  type Commands,
  REPLAY_CREDENTIALS,
  recordings,
  startReplayedCloudstack,
} from "../../_helpers/replayed-cloudstack.ts";
import { type Script, type ScriptedServer, startScriptedServer } from "../../_helpers/scripted-server.ts";

const Anything = z.looseObject({});
const Thing = z.object({ id: z.string() });
const tools = { pause: async () => {}, random: () => 0 };
const servers: ScriptedServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

function apiOf(server: ScriptedServer, change: { secretKey?: string; now?: () => Date } = {}) {
  servers.push(server);
  const credentials = { ...REPLAY_CREDENTIALS, secretKey: change.secretKey ?? REPLAY_CREDENTIALS.secretKey };
  const registration = sampleCloudstack({ apiUrl: `${server.url}/client/api`, credentials });
  const http = makeHttpClient({ secrets: Object.values(credentials), tools });
  return makeCloudstackApi(http, registration, { now: change.now ?? (() => new Date()) });
}

async function replay(commands: Commands, change?: Parameters<typeof apiOf>[1]) {
  const server = await startReplayedCloudstack(commands);
  return { api: apiOf(server, change), server };
}

async function scripted(script: Script) {
  const server = await startScriptedServer(script);
  return { api: apiOf(server), server };
}

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.catch((reason: unknown) => reason);
  if (error instanceof AppError) return error;
  throw new TypeError("an AppError was expected", { cause: error });
}

test("reads by GET, changes by POST, and signs both so that the server's own rule accepts them", async () => {
  const hostile = { name: "a ~*!'() +&=/ü", "details[0].cpuNumber": "2", displayText: "Mixed CASE" };
  const { api, server } = await replay({
    listZones: () => ({ body: { listzonesresponse: { count: 0 } } }),
    deployVirtualMachine: (params) => ({ body: { deployvirtualmachineresponse: { got: params.get("name") } } }),
  });

  await api.call("listZones", hostile, Anything);
  const deployed = await api.call("deployVirtualMachine", hostile, Anything);

  expect(server.seen.map(({ method, path }) => [method, path])).toEqual([
    ["GET", "/client/api"],
    ["POST", "/client/api"],
  ]);
  expect(server.seen[1]?.rawQuery).toBe("");
  expect(deployed).toEqual({ got: hostile.name });
});

test.each(recordings("errors").map((recording) => [recording.command, recording.status, recording] as const))(
  "understands the recorded refusal of %s (%s)",
  async (command, status, recording) => {
    const { api } = await scripted(() => ({ status, body: recording.body }));
    const recorded = Object.values(recording.body as object)[0] as { errortext: string };

    const error = await failureOf(api.call(command, {}, Anything));

    expect(error.code).toBe(status === 401 ? "cloud-credentials" : "cloud-refused");
    expect(error.facts).toMatchObject({ command, status, cloudMessage: recorded.errortext.slice(0, 500) });
    if (status !== 401) expect(error.message).toContain(recorded.errortext.slice(0, 100));
  },
);

test("refuses a wrong secret key in words that name no secret", async () => {
  const { api } = await replay({}, { secretKey: "canary-wrong-key" });

  const error = await failureOf(api.call("listZones", {}, Anything));

  expect(error.code).toBe("cloud-credentials");
  expect(error.message).toMatch(/does not accept the API key/);
  expect(JSON.stringify([error.message, error.facts, String(error.cause)])).not.toContain("canary");
});

test.each([
  [-20, "20 min behind"],
  [20, "20 min ahead of"],
])("names the clocks as the likely cause when ours is %s min off (C20)", async (minutes, words) => {
  const now = () => new Date(Date.now() + minutes * 60_000);
  const server = await startReplayedCloudstack({}, { strictTimestamps: true });

  const error = await failureOf(apiOf(server, { now }).call("listZones", {}, Anything));

  expect(error.code).toBe("cloud-credentials");
  expect(error.message).toContain(words);
  expect(error.message).toContain("NTP");
});

test.each([-9, 4])("is accepted by a strict server with a clock that is %s min off (C20)", async (minutes) => {
  const now = () => new Date(Date.now() + minutes * 60_000);
  const commands = { listZones: () => ({ body: { listzonesresponse: {} } }) };
  const server = await startReplayedCloudstack(commands, { strictTimestamps: true });

  await expect(apiOf(server, { now }).call("listZones", {}, Anything)).resolves.toEqual({});
});

test("takes an empty list for what it is: an envelope with nothing inside", async () => {
  const { api } = await replay({ listVirtualMachines: () => ({ body: { listvirtualmachinesresponse: {} } }) });

  expect(await api.list("listVirtualMachines", {}, "virtualmachine", Thing)).toEqual([]);
});

test("reads all pages", async () => {
  const all = Array.from({ length: 1001 }, (_, at) => ({ id: `t${at}` }));
  const { api, server } = await replay({
    listTemplates: (params) => {
      const size = Number(params.get("pagesize"));
      const from = (Number(params.get("page")) - 1) * size;
      return { body: { listtemplatesresponse: { count: all.length, template: all.slice(from, from + size) } } };
    },
  });

  const templates = await api.list("listTemplates", { templatefilter: "executable" }, "template", Thing);

  expect(templates).toEqual(all);
  expect(server.seen).toHaveLength(3);
});

test("takes smaller pages where an administrator has lowered the limit", async () => {
  const { api } = await replay({
    listVolumes: (params) => {
      const size = Number(params.get("pagesize"));
      if (size > 100) {
        const errortext = "Page size can't exceed max allowed page size value: 100";
        const refusal = { uuidList: [], errorcode: 431, cserrorcode: 4350, errortext };
        return { status: 431, body: { listvolumesresponse: refusal } };
      }
      const page = Number(params.get("page"));
      const volume = page === 1 ? Array.from({ length: 100 }, (_, at) => ({ id: `v${at}` })) : [{ id: "last" }];
      return { body: { listvolumesresponse: { count: 101, volume } } };
    },
  });

  expect(await api.list("listVolumes", {}, "volume", Thing)).toHaveLength(101);
});

test("does not follow a list whose pages repeat for ever", async () => {
  const volume = Array.from({ length: 500 }, (_, at) => ({ id: `v${at}` }));
  const { api, server } = await replay({ listVolumes: () => ({ body: { listvolumesresponse: { volume } } }) });

  const error = await failureOf(api.list("listVolumes", {}, "volume", Thing));

  expect(error.facts["reason"]).toBe("paging");
  expect(server.seen).toHaveLength(2);
});

test("tells CloudStack from a page of a proxy and from another JSON service", async () => {
  const page = await scripted(() => ({
    status: 503,
    headers: { "content-type": "text/html" },
    body: "<html>canary</html>",
  }));
  const other = await scripted(() => ({ status: 404, body: { message: "not found" } }));

  const fromPage = await failureOf(page.api.call("listZones", {}, Anything));
  const fromOther = await failureOf(other.api.call("listZones", {}, Anything));

  expect(fromPage).toMatchObject({ code: "cloud-unreachable", facts: { reason: "gateway", status: 503 } });
  expect(fromPage.message).not.toContain("canary");
  expect(fromOther).toMatchObject({ code: "cloud-refused", facts: { remedy: expect.stringContaining("/client/api") } });
});

test("never lets a key or signature out, even when the server echoes the request", async () => {
  const { api } = await scripted((request) => {
    const errortext = `cannot handle ${request.rawQuery} for canary-secret-key`;
    return { status: 530, body: { listzonesresponse: { uuidList: [], errorcode: 530, errortext } } };
  });

  const error = await failureOf(api.call("listZones", {}, Anything));

  expect(JSON.stringify([error.message, error.facts])).not.toMatch(/canary|signature=[A-Za-z0-9]/);
});

test("accepts a newer version's unknown fields and refuses a changed form of what it uses", async () => {
  const { api } = await replay({
    listZones: () => ({ body: { listzonesresponse: { count: 1, zone: [{ id: "z", fromTheFuture: {} }], more: 1 } } }),
    listVolumes: () => ({ body: { listvolumesresponse: { count: 1, volume: [{ id: 5 }] } } }),
  });

  expect(await api.list("listZones", {}, "zone", Thing)).toEqual([{ id: "z" }]);
  expect((await failureOf(api.list("listVolumes", {}, "volume", Thing))).facts["reason"]).toBe("unexpected-form");
});
