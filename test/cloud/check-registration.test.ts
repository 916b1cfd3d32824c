import { expect, test } from "@jest/globals";
import { registrationIssues } from "./registration-issues.ts";

test("every fault of a registration is told at once, in plain words and without a value", () => {
  const issues = registrationIssues({ kind: "openstack", name: "Mine", authURL: "x", credentials: { type: "token" } });

  expect(issues.map(({ pointer, message }) => `${pointer}: ${message}`).toSorted()).toEqual([
    "/authURL: There is no field “authURL” in a registration of this kind.",
    "/authUrl: “authUrl” is missing.",
    "/credentials/type: “credentials.type” says none of the known kinds.",
    "/name: “name” is not valid.",
  ]);
});

test.each([
  ["an unknown kind", { kind: "aws" }, "/kind", /openstack, cloudstack/],
  ["nothing", null, "", /kind: openstack/],
  ["a number for text", { ...cloudstack(), zone: 1 }, "/zone", /quotes/],
  ["no address", { ...cloudstack(), apiUrl: "cloud" }, "/apiUrl", /https:/],
  [
    "an image of no system",
    { ...cloudstack(), mapping: { images: { linux: "x" } } },
    "/mapping/images/linux",
    /ubuntu/,
  ],
  ["a missing secret", { ...cloudstack(), credentials: { apiKey: "k" } }, "/credentials/secretKey", /clouds\.md/],
])("%s has a place and a remedy", (_what, input, pointer, remedy) => {
  const issues = registrationIssues(input);

  expect(issues.map((issue) => issue.pointer)).toEqual([pointer]);
  expect(issues[0]?.remedy).toMatch(remedy);
});

function cloudstack() {
  const credentials = { apiKey: "k", secretKey: "s" };
  return { kind: "cloudstack", name: "mine", apiUrl: "https://cloud.example.org/client/api", zone: "z", credentials };
}
