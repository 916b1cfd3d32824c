import { expect, test } from "@jest/globals";
import { makeConsoleGuard } from "../../../src/adapters/console/console-guard.ts";
import { makeAddressJudge } from "../../../src/adapters/http/address-judge.ts";

const NAMES: Readonly<Record<string, string>> = {
  "console.example": "8.8.4.4",
  "api.example": "10.0.0.4",
  "inside.example": "10.0.0.9",
  "here.example": "127.0.0.1",
};
const lookup = async (host: string) => {
  const address = NAMES[host];
  if (address === undefined) throw new Error("ENOTFOUND");
  return [{ address, family: 4 }];
};
const open = (url: string, apiUrl: string, networks: readonly string[] = []) =>
  makeConsoleGuard(makeAddressJudge(networks), lookup).addressesOf({ url, apiUrl, caCertificate: undefined });

test.each([
  ["a public host", "wss://console.example:6080/?token=t", "https://api.example/v3", []],
  ["the host of the cloud's own API", "wss://api.example:6080/?token=t", "https://api.example/v3", []],
  ["an unencrypted one where the API is so too", "ws://api.example:6080/", "http://api.example/v3", []],
  ["an inner one that the operator named", "ws://10.0.0.9:6080/", "https://api.example/v3", ["10.0.0.0/8"]],
])("a console is opened on %s", async (_what, url, apiUrl, networks) => {
  expect(await open(url, apiUrl, networks)).toHaveLength(1);
});

test.each([
  ["an inner host", "wss://inside.example/", "https://api.example/v3", "address-refused"],
  ["this machine itself", "wss://here.example/", "https://api.example/v3", "address-refused"],
  ["the clouds' metadata", "wss://169.254.169.254/", "https://api.example/v3", "address-refused"],
  ["IPv4 inside IPv6", "wss://[::ffff:127.0.0.1]/", "https://api.example/v3", "address-refused"],
  ["a plain connection under an encrypted API", "ws://console.example/", "https://api.example/v3", "not-encrypted"],
  ["a name that is none", "wss://nowhere.example/", "https://api.example/v3", "unreachable"],
])("a cloud cannot aim the service at %s", async (_what, url, apiUrl, reason) => {
  await expect(open(url, apiUrl)).rejects.toMatchObject({
    code: "machine-session-unavailable",
    facts: expect.objectContaining({ reason }),
  });
});
