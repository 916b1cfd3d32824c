import { expect, test } from "@jest/globals";
import { parseYaml } from "../../src/adapters/text/parse-yaml.ts";
import { makeCloudImport } from "../../src/cloud/index.ts";
import type { CloudImportRequest, ImportedCloud } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { clouds as ko } from "../../web/i18n/ko/clouds.ts";
import { LARGEST_FILE_BYTES, NO_TEXTS, placeFiles } from "../../web/modules/admin/clouds/import/place-files.ts";
import {
  firstChosen,
  firstWishes,
  inTheWay,
  issuesOf,
  wantedOf,
} from "../../web/modules/admin/clouds/import/wanted-of.ts";
import { sayCloud } from "../../web/modules/admin/clouds/say-cloud.ts";

const { preview, registration } = makeCloudImport(parseYaml);
const file = (name: string, text: string, size = text.length) => ({ name, size, text: () => Promise.resolve(text) });

function only(request: CloudImportRequest): ImportedCloud {
  const [cloud] = preview(request).clouds;
  if (cloud === undefined) throw new TypeError("the text tells of no cloud");
  return cloud;
}

test("secure.yaml is told by its name, the last of several files counts, and large ones are named", async () => {
  const { texts, tooLarge } = await placeFiles(NO_TEXTS, [
    file("secure.yaml", "clouds: {}"),
    file("clouds.yaml", "clouds: {c: {}}"),
    file("disk.img", "", LARGEST_FILE_BYTES + 1),
  ]);

  expect(texts).toEqual({
    ...{ text: "clouds: {c: {}}", file: "clouds.yaml" },
    ...{ secureText: "clouds: {}", secureFile: "secure.yaml" },
  });
  expect(tooLarge).toEqual(["disk.img"]);
});

test("what the form asks for completes what the text leaves out, and the rest is in the way", () => {
  const text = "[prod]\nurl = http://c.example/client/api\napikey = k\n";
  const cloud = only({ text });
  const texts = { ...NO_TEXTS, text };

  expect(inTheWay(cloud)).toEqual([]);
  expect(issuesOf(cloud.issues, "secret")).toHaveLength(1);
  const wishes = { ...firstWishes(cloud), location: " zone1 ", secret: "s" };
  expect(registration(wantedOf(texts, cloud, wishes))).toMatchObject({
    ...{ name: "prod", zone: "zone1", credentials: { apiKey: "k", secretKey: "s" } },
  });
  expect(wantedOf(texts, { ...cloud, needsSecret: false }, { ...wishes, shared: true })).toEqual({
    ...{ text, profile: "prod", name: "prod", zone: "zone1", shared: true },
  });
  expect(inTheWay(only({ text: "[prod]\nurl = http://c.example/client/api\n" }))).not.toEqual([]);
});

test("what the text chooses is chosen, or the only cloud, or none", () => {
  const cloud = only({ text: "OS_AUTH_URL=http://k.example/v3" });

  expect(firstChosen("environment", [cloud])).toBe("environment");
  expect(firstChosen(null, [cloud])).toBe("environment");
  expect(firstChosen("gone", [cloud, { ...cloud, profile: "other" }])).toBeNull();
});

const yaml = (cloud: string) => `clouds: { c: ${cloud} }`;

test.each<CloudImportRequest>([
  { text: "hello" },
  { text: "clouds: []" },
  { text: "[core]\nprompt = x\n" },
  { text: "hello", format: "environment" },
  { text: "clouds: { a: {}, b: {} }" },
  { text: "clouds: { a: {} }", profile: "b" },
  { text: yaml("{ auth: 3, verify: false, cert: x, system_scope: all }") },
  { text: yaml("{ auth_type: v3token, profile: vexxhost, identity_api_version: '2', interface: internal }") },
  { text: yaml("{ auth: { auth_url: nowhere, application_credential_id: i }, cacert: /ca.pem }") },
  { text: yaml("{ auth: { auth_url: 'http://a:b@k.example', username: u, password: p, project_name: q } }") },
  { text: yaml("{ auth: { auth_url: 'http://k.example', username: u } }"), caCertificate: "no PEM" },
  { text: "[prod]\nurl = http://c.example/client/api\nusername = admin\npassword = p\nverifycert = false\n" },
  { text: "[prod]\nhost = c.example\n", zone: "z" },
  { text: 'export OS_AUTH_URL="$(hostname)"\nexport OS_PASSWORD=$P\n' },
])("everything that is said of %j is said in Korean", (request) => {
  const said: string[] = [];
  const note = (error: unknown) => {
    if (!(error instanceof AppError)) throw error;
    const issues = (error.facts["issues"] ?? []) as readonly { message: string; remedy: string }[];
    said.push(error.message, ...issues.flatMap(({ message, remedy }) => [message, remedy]));
  };
  try {
    for (const { access, notes, issues } of preview(request).clouds)
      said.push(access, ...notes, ...issues.flatMap(({ message, remedy }) => [message, remedy]));
  } catch (error) {
    note(error);
  }
  try {
    registration(request);
  } catch (error) {
    note(error);
  }

  expect(said.length).toBeGreaterThan(1);
  expect(said.filter((text) => !/[가-힣]/.test(sayCloud(text, ko.said)))).toEqual([]);
});
