import { expect, test } from "@jest/globals";
import { parseYaml } from "../../src/adapters/text/parse-yaml.ts";
import { Profile } from "../../src/contract/index.ts";
import {
  checkRequirement,
  findOs,
  OPERATING_SYSTEMS,
  PROFILES,
  RUNTIME_VERSIONS,
} from "../../src/requirement/index.ts";
import { runtimeTableKey } from "../../src/requirement/runtime-versions.ts";

const deps = { parseYaml, now: new Date("2026-11-21T12:00:00Z") };

test.each(PROFILES.map((profile) => [profile.id, profile] as const))(
  "profile %s is complete and accepted as it is",
  (id, profile) => {
    const result = checkRequirement({ name: "shop", profile: id }, deps);

    expect(Profile.parse(profile)).toEqual(profile);
    expect(result.ok ? [] : result.error).toEqual([]);
    expect(profile.summary).toMatch(/\.$/);
  },
);

test("there are at least eight profiles, each under its own id and title", () => {
  expect(PROFILES.length).toBeGreaterThanOrEqual(8);
  expect(new Set(PROFILES.map(({ id }) => id)).size).toBe(PROFILES.length);
  expect(new Set(PROFILES.map(({ title }) => title)).size).toBe(PROFILES.length);
});

test.each(OPERATING_SYSTEMS.map((os) => [os.title, os] as const))(
  "%s has every runtime in at least one version",
  (_title, os) => {
    const offer = RUNTIME_VERSIONS[runtimeTableKey(os)];

    expect(Object.values(offer ?? {}).filter((versions) => versions.length > 0)).toHaveLength(8);
  },
);

test("a minor version outside Ubuntu names the same operating system", () => {
  expect(findOs({ family: "rocky", version: "9.4" })?.title).toBe("Rocky Linux 9");
  expect(findOs({ family: "ubuntu", version: "24.10" })).toBeUndefined();
});

test("the PHP site joins nginx and PHP where the packages do not", () => {
  const site = PROFILES.find(({ id }) => id === "php-site")?.software.files[0];

  expect(site?.path).toBe("/etc/nginx/sites-available/default");
  expect(site?.content).toContain("location ~ \\.php$ {");
  expect(site?.content).toContain("fastcgi_pass unix:/run/php/php-fpm.sock;");
});
