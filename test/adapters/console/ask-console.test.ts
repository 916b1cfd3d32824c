import { expect, test } from "@jest/globals";
import { askCloudstackConsole } from "../../../src/adapters/cloudstack/ask-console.ts";
import type { CloudstackApi } from "../../../src/adapters/cloudstack/cloudstack-api.ts";
import { askOpenstackConsole } from "../../../src/adapters/openstack/ask-console.ts";
import type { OpenstackApi } from "../../../src/adapters/openstack/openstack-api.ts";
import { CloudRegistration } from "../../../src/contract/index.ts";
import { AppError } from "../../../src/kernel/app-error.ts";

const OPENSTACK = CloudRegistration.parse({
  ...{ kind: "openstack", name: "stack", authUrl: "https://stack.example/v3" },
  credentials: { type: "password", username: "u", password: "p", projectName: "q" },
});
const CLOUDSTACK = CloudRegistration.parse({
  ...{ kind: "cloudstack", name: "cs", apiUrl: "https://cs.example/client/api", zone: "z" },
  credentials: { apiKey: "k", secretKey: "s" },
});
const refused = (status: number) => new AppError("cloud-refused", "no", { status, cloudMessage: "the cloud says no" });

function openstack(answer: string | AppError) {
  if (OPENSTACK.kind !== "openstack") throw new Error("not an OpenStack");
  const api = {
    ask: async (_request: unknown, schema: { parse(value: unknown): unknown }) => {
      if (answer instanceof AppError) throw answer;
      return schema.parse({ remote_console: { protocol: "vnc", type: "novnc", url: answer } });
    },
  } as unknown as OpenstackApi;
  return askOpenstackConsole(api, OPENSTACK, "i-1");
}

function cloudstack(answer: object | AppError) {
  if (CLOUDSTACK.kind !== "cloudstack") throw new Error("not a CloudStack");
  const api = {
    call: async (_command: string, _parameters: object, schema: { parse(value: unknown): unknown }) => {
      if (answer instanceof AppError) throw answer;
      return schema.parse({ consoleendpoint: answer });
    },
  } as unknown as CloudstackApi;
  return askCloudstackConsole(api, CLOUDSTACK, "i-1");
}

test.each([
  ["https://c.example:6080/vnc_auto.html?path=%3Ftoken%3Dabc", "wss://c.example:6080/?token=abc"],
  ["http://c.example:6080/vnc_lite.html?path=%3Ftoken%3Dabc", "ws://c.example:6080/?token=abc"],
  ["http://c.example:6080/vnc_auto.html?token=abc", "ws://c.example:6080/websockify?token=abc"],
])("Nova's page %s has its WebSocket at %s", async (page, socket) => {
  expect((await openstack(page)).url).toBe(socket);
});

test("CloudStack's endpoint becomes the address that its own page would connect to", async () => {
  const websocket = { token: "a b", host: "c.example", port: "8443", path: "websockify", extra: "x" };

  const sight = await cloudstack({ success: true, url: "https://c.example/resource/noVNC/vnc.html", websocket });

  expect(sight.url).toBe("wss://c.example:8443/websockify?token=a+b&extra=x");
});

test.each([400, 404, 409, 501])("an OpenStack that answers %d offers no console, in plain words", async (status) => {
  await expect(openstack(refused(status))).rejects.toMatchObject({
    code: "machine-session-unavailable",
    message: expect.stringContaining("the cloud says no"),
  });
});

test("a CloudStack without the command, or with a reason, offers no console either", async () => {
  const expected = { code: "machine-session-unavailable", message: expect.stringContaining("no") };

  await expect(cloudstack(refused(432))).rejects.toMatchObject(expected);
  await expect(cloudstack({ success: false, details: "no, not Running" })).rejects.toMatchObject(expected);
});

test("a cloud that does not answer is not mistaken for one without consoles", async () => {
  const silent = new AppError("cloud-unreachable", "no answer");

  await expect(openstack(silent)).rejects.toBe(silent);
  await expect(cloudstack(silent)).rejects.toBe(silent);
});
