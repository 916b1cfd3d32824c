import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { AuditEntry, CatalogImage, CatalogMapping } from "../../src/contract/index.ts";
import { clouds as en } from "../../web/i18n/en/clouds.ts";
import { clouds as ko } from "../../web/i18n/ko/clouds.ts";
import { namesIn } from "../../web/modules/account/history/names-in.ts";
import { worthTelling } from "../../web/modules/account/history/worth-telling.ts";
import {
  imageSystem,
  knownSystems,
  withImage,
  withNameServers,
  withThing,
  withVolumeType,
} from "../../web/modules/admin/clouds/mapping.ts";
import {
  CLOUD_KINDS,
  everyRegistrationPath,
  presetValues,
  registrationFields,
  toDocument,
} from "../../web/modules/admin/clouds/registration-fields.ts";
import { sayCloud } from "../../web/modules/admin/clouds/say-cloud.ts";
import { toLocalInput, toMoment } from "../../web/modules/admin/local-time.ts";
import { dismissBanner, dismissedBanners, markOf } from "../../web/modules/banners/dismissed-banners.ts";
import { sampleCatalog } from "../_helpers/cloud-samples.ts";
import { openCloudstackSite, openOpenstackSite } from "../_helpers/sandbox-site.ts";

const kept = new Map<string, string>();
beforeEach(() => {
  kept.clear();
  Object.assign(globalThis, {
    localStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    },
  });
});
afterEach(() => {
  Reflect.deleteProperty(globalThis, "localStorage");
});

test("every field of a registration has words in both languages, and no words are left over", () => {
  const paths = [...everyRegistrationPath()];

  expect(paths).toContain("credentials/secretKey");
  expect(paths).toContain("credentials/projectName");
  expect(Object.keys(en.fields).sort()).toEqual(paths);
  expect(Object.keys(ko.fields).sort()).toEqual(paths);
});

test("every choice of a registration has words", () => {
  const choices = CLOUD_KINDS.flatMap((kind) => registrationFields(kind).flatMap(({ field }) => [...field.choices]));

  expect(choices).toEqual(["password", "application-credential"]);
  expect(Object.keys(en.choices)).toEqual(expect.arrayContaining([...CLOUD_KINDS, ...choices]));
});

test("the form asks for the variant that is chosen, and only for what may be changed later", () => {
  const paths = (chosen: object, only?: "changeable") =>
    registrationFields("openstack", { ...chosen }, only).map(({ path }) => path);

  expect(paths({})).toContain("credentials/username");
  expect(paths({ "credentials/type": "application-credential" })).toContain("credentials/secret");
  expect(paths({ "credentials/type": "application-credential" })).not.toContain("credentials/username");
  expect(paths({}, "changeable")).not.toContain("sandbox");
  expect(paths({}, "changeable")).toContain("authUrl");
});

test("what is typed becomes the document, and what is left empty is left to the contract", () => {
  const fields = registrationFields("openstack");
  const values = { ...presetValues(fields), name: " north ", authUrl: "https://cloud.example/v3", shared: true };
  const typed = {
    ...values,
    "credentials/username": "demo",
    "credentials/password": "p",
    "credentials/projectName": "q",
  };

  expect(toDocument(fields, typed)).toEqual({
    name: "north",
    sandbox: false,
    shared: true,
    authUrl: "https://cloud.example/v3",
    region: "RegionOne",
    credentials: {
      ...{ type: "password", username: "demo", password: "p", projectName: "q" },
      ...{ userDomainName: "Default", projectDomainName: "Default" },
    },
  });
  expect(toDocument(fields, { ...typed, region: "", name: "" })).toMatchObject({ name: "" });
  expect(toDocument(fields, { ...typed, region: "" })).not.toHaveProperty("region");
});

test("every step of a sound connection test is said in Korean", async () => {
  const sites = await Promise.all([openOpenstackSite(), openCloudstackSite()]);
  const steps = (await Promise.all(sites.map(({ client }) => client.testConnection()))).flat();
  await Promise.all(sites.map((site) => site.close()));

  const english = steps.flatMap(({ detail, remedy }) => [detail, ...(remedy === null ? [] : [remedy])]);
  expect(english.filter((text) => !/[가-힣]/.test(sayCloud(text, ko.said)))).toEqual([]);
  expect(steps.filter(({ step }) => !Object.hasOwn(en.steps, step))).toEqual([]);
  expect(steps.length).toBeGreaterThan(15);
});

test("what a failed step says is said in Korean, with the cloud's own words in it", () => {
  const said = [
    "GET /flavors: the service is not available. OpenStack says: no reason given",
    "listZones: CloudStack answered 530 (the server failed inside): out of order",
    "listApis: CloudStack does not accept the API key and its signature (it says the same of a command it does not know).",
    "OpenStack does not accept the password of demo (domain Default) for project demo.",
    "There is no flavor this project may use.",
  ].map((text) => sayCloud(text, ko.said));

  expect(said[0]).toBe("GET /flavors: 서비스를 쓸 수 없습니다. 오픈스택의 말: no reason given");
  expect(said[1]).toBe("listZones: 클라우드스택이 530로 응답했습니다: out of order");
  expect(said.filter((text) => !/[가-힣]/.test(text))).toEqual([]);
});

test.each([
  ["every remedy of a step", /remedy:?\s*"([A-Z][^"]+)"/g],
  ["every reason for no connection", /text: "([a-z][^"]+)"/g],
])("%s has Korean words", (_what, pattern) => {
  const sources = [
    "http/explain-failure",
    "http/connection-step",
    "openstack/test-connection",
    "cloudstack/test-connection",
  ]
    .map((file) => readFileSync(join(import.meta.dirname, `../../src/adapters/${file}.ts`), "utf8"))
    .join("\n");
  const said = [...sources.matchAll(pattern)].map(([, text]) => text ?? "");

  expect(said.length).toBeGreaterThan(5);
  expect(said.filter((text) => sayCloud(text, ko.said) === text)).toEqual([]);
});

const MAPPING: CatalogMapping = { images: { "debian-12": "img-9" }, volumeTypes: {} };

test("an image is what an administrator said, before what its name tells", () => {
  const image: CatalogImage = {
    ...{ id: "img-1", name: "Ubuntu 24.04", os: { family: "ubuntu", version: "24.04" } },
    ...{ minDiskGib: 1, minMemoryMib: 0, createdAt: null },
  };

  expect(imageSystem(image, MAPPING)).toEqual({ os: "ubuntu-24.04", byHand: false });
  expect(imageSystem({ ...image, id: "img-9" }, MAPPING)).toEqual({ os: "debian-12", byHand: true });
  expect(imageSystem({ ...image, os: null }, MAPPING)).toEqual({ os: null, byHand: false });
  expect(knownSystems(sampleCatalog("11111111-1111-4111-8111-111111111111"), MAPPING)).toContain("debian-12");
});

test("corrections are made and taken back", () => {
  const said = withImage(MAPPING, "ubuntu-24.04", "img-1");

  expect(said.images).toEqual({ "debian-12": "img-9", "ubuntu-24.04": "img-1" });
  expect(withImage(said, "ubuntu-24.04", "")).toEqual(MAPPING);
  expect(withThing(withThing(MAPPING, "externalNetworkId", "net"), "externalNetworkId", "")).toEqual(MAPPING);
  expect(withNameServers(MAPPING, "192.0.2.53, 192.0.2.54").dnsServers).toEqual(["192.0.2.53", "192.0.2.54"]);
  expect(withNameServers(withNameServers(MAPPING, "192.0.2.53"), " ")).toEqual(MAPPING);
  expect(withVolumeType(withVolumeType(MAPPING, "fast", "ssd"), "fast", "")).toEqual(MAPPING);
});

test.each(["2026-11-21T12:34:00.000Z", "2026-06-01T00:00:00.000Z"])(
  "%s is the same moment after a date input has shown it",
  (moment) => {
    expect(toMoment(toLocalInput(moment))).toBe(moment);
  },
);

test("no date is none, and nonsense is none", () => {
  expect([toLocalInput(null), toMoment(""), toMoment("tomorrow")]).toEqual(["", null, null]);
});

test("a banner that was put away stays away for that person until it says something else", () => {
  const banner = { id: "b-1", level: "note", text: { en: "Tonight", ko: "오늘 밤" } } as const;
  const other = { ...banner, id: "b-2" };

  dismissBanner("ann", banner, [banner, other]);
  const changed = { ...banner, text: { en: "Tomorrow", ko: "내일" } };

  expect(dismissedBanners("ann").has(markOf(banner))).toBe(true);
  expect(dismissedBanners("ann").has(markOf(changed))).toBe(false);
  expect(dismissedBanners("bob").size).toBe(0);
  expect(dismissedBanners(null).size).toBe(0);
  expect([...dismissBanner("ann", changed, [changed, other])]).toEqual([markOf(changed)]);
});

test("what the browser keeps in a wrong shape puts nothing away", () => {
  kept.set("twinstack.dismissed-banners.ann", "{broken");

  expect(dismissedBanners("ann").size).toBe(0);
});

test("a history tells what changed something, once, and by its name", () => {
  const entry = (action: string, outcome: AuditEntry["outcome"] = "done") => ({ action, outcome });
  const nameOf = namesIn([
    { objectId: "w-1", objectName: "shop" },
    { objectId: "w-1", objectName: null },
  ]);

  expect(worthTelling(entry("checkRequirement"))).toBe(false);
  expect(worthTelling(entry("changePassword"))).toBe(false);
  expect(worthTelling(entry("changePassword", "refused"))).toBe(true);
  expect(worthTelling(entry("submitRequirement"))).toBe(true);
  expect([nameOf({ objectId: "w-1", objectName: null }), nameOf({ objectId: "h", objectName: null })]).toEqual([
    "shop",
    "–",
  ]);
});
