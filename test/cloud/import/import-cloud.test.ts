import { expect, test } from "@jest/globals";
import { parseYaml } from "../../../src/adapters/text/parse-yaml.ts";
import { makeCloudImport } from "../../../src/cloud/index.ts";
import type { CloudImportRequest, Issue } from "../../../src/contract/index.ts";
import { AppError } from "../../../src/kernel/app-error.ts";

const { preview, registration } = makeCloudImport(parseYaml);

const CLOUDS = `clouds:
  demo:
    auth:
      auth_url: https://north.example:5000/v3
      username: demo
      project_name: demo
      user_domain_name: Default
      project_domain_id: default
    region_name: north
  robot:
    auth_type: v3applicationcredential
    auth: { auth_url: https://north.example:5000/v3, application_credential_id: ac1, application_credential_secret: canary-ac }
    regions: [east, { name: west }]
`;
const SECURE = "clouds: { demo: { auth: { password: canary-secure } }, other: {} }";

function refusal(request: CloudImportRequest): readonly Issue[] {
  try {
    registration(request);
  } catch (error) {
    if (error instanceof AppError) return error.facts["issues"] as readonly Issue[];
    throw error;
  }
  throw new TypeError("was not refused");
}

function yaml(cloud: string, change: Partial<CloudImportRequest> = {}): CloudImportRequest {
  return { text: `clouds: { c: ${cloud} }`, ...change };
}

test("takes a password from secure.yaml, and names and ids as they come", () => {
  expect(registration({ text: CLOUDS, secureText: SECURE, profile: "demo" })).toEqual({
    kind: "openstack",
    name: "demo",
    authUrl: "https://north.example:5000/v3",
    region: "north",
    credentials: {
      type: "password",
      username: "demo",
      password: "canary-secure",
      projectName: "demo",
      userDomainName: "Default",
      projectDomainId: "default",
    },
  });
});

test("makes one cloud of each region, and a name that is allowed here", () => {
  const { clouds } = preview({ text: CLOUDS });

  expect(clouds.map(({ profile, name, location, access }) => [profile, name, location, access])).toEqual([
    ["demo", "demo", "north", "demo in project demo"],
    ["robot/east", "robot-east", "east", "application credential ac1"],
    ["robot/west", "robot-west", "west", "application credential ac1"],
  ]);
});

test("says what is missing of each cloud and shows no secret of any", () => {
  const found = preview({ text: CLOUDS, secureText: SECURE });

  expect(found).toMatchObject({ format: "clouds-yaml", chosen: null });
  expect(found.clouds.flatMap(({ issues }) => issues)).toEqual([]);
  expect(preview({ text: CLOUDS }).clouds[0]).toMatchObject({
    needsSecret: true,
    issues: [{ pointer: "/credentials/password", message: "“credentials.password” is missing." }],
  });
  expect(JSON.stringify(found)).not.toContain("canary");
});

test("takes an application credential by its name, and users and projects by their ids", () => {
  const byName = registration(
    yaml(
      "{ auth: { auth_url: 'https://k.example/v3', application_credential_name: robot, application_credential_secret: s, username: demo, user_domain_id: d1 } }",
    ),
  );
  const byId = registration(
    yaml("{ auth: { auth_url: 'https://k.example/v3', user_id: u1, password: p, project_id: p1 } }"),
  );

  expect(byName).toMatchObject({
    credentials: { type: "application-credential", name: "robot", secret: "s", username: "demo", userDomainId: "d1" },
  });
  expect(byId).toMatchObject({ credentials: { type: "password", userId: "u1", password: "p", projectId: "p1" } });
});

test.each([
  ["a token", "auth_type: v3token, auth: { auth_url: 'https://k.example/v3', token: canary }", /“v3token” is not supp/],
  ["single sign-on", "auth_type: v3oidcpassword, auth: {}", /“v3oidcpassword” is not supported/],
  ["an odd type", "auth_type: 'canary secret', auth: {}", /^The way to sign in is not supported/],
  ["version 2", "identity_api_version: 2, auth: { auth_url: 'https://k.example/v2.0' }", /Version 2/],
  ["a client's certificate", "cert: /c.pem, auth: {}", /certificate of its own/],
  ["the whole system", "auth: { system_scope: all }", /whole system/],
  ["a vendor's profile", "profile: vexxhost, auth: {}", /vendor's profile/],
  ["unverified TLS", "verify: false, auth: { auth_url: 'https://k.example/v3' }", /check of certificates off/],
  ["a list for auth", "auth: [a]", /no group of named values/],
])("refuses %s with a remedy and without quoting a value", (_what, cloud, message) => {
  const [issue] = refusal(yaml(`{ ${cloud} }`));

  expect(issue?.message).toMatch(message);
  expect(issue?.remedy).not.toBe("");
  expect(JSON.stringify(issue)).not.toContain("canary");
});

test("wants the certificate's text where the file names only its path", () => {
  const cloud =
    "{ cacert: /etc/ca.pem, auth: { auth_url: 'https://k.example/v3', username: u, password: p, project_name: p } }";
  const caCertificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";

  expect(preview(yaml(cloud)).clouds[0]?.caFile).toBe("/etc/ca.pem");
  expect(refusal(yaml(cloud))).toMatchObject([{ pointer: "/caCertificate" }]);
  expect(registration(yaml(cloud, { caCertificate }))).toMatchObject({ caCertificate });
});

test("reads an openrc without running it, and asks for the password that it would ask for", () => {
  const text = `#!/usr/bin/env bash
export OS_AUTH_URL=https://north.example:5000/v3
export OS_PROJECT_ID=p1
export OS_PROJECT_NAME="demo"
export OS_USER_DOMAIN_NAME='Default'
if [ -z "$OS_USER_DOMAIN_NAME" ]; then unset OS_USER_DOMAIN_NAME; fi
unset OS_TENANT_ID
export OS_USERNAME="de\\"mo"
echo "Please enter your OpenStack Password: "
read -sr OS_PASSWORD_INPUT
export OS_PASSWORD=$OS_PASSWORD_INPUT
export OS_REGION_NAME=$(curl https://evil.example)
export OS_INTERFACE=internal
`;

  const [cloud] = preview({ text }).clouds;

  expect(cloud).toMatchObject({ access: 'de"mo in project demo', needsSecret: true, location: "RegionOne" });
  expect(cloud?.notes).toEqual([
    expect.stringContaining("public ones are used"),
    expect.stringContaining("RegionOne is taken"),
    expect.stringContaining("Only a running shell knows OS_REGION_NAME"),
  ]);
  expect(registration({ text, secret: "typed", name: "north" })).toMatchObject({
    name: "north",
    credentials: { password: "typed", projectId: "p1" },
  });
});

test("reads variables with quotes and line breaks inside, and CloudStack's as well", () => {
  const text = `OS_AUTH_URL='https://k.example/v3'\nOS_USERNAME=u\nOS_PROJECT_NAME=p\nOS_PASSWORD='it'\\''s\ntwo lines'
CLOUDSTACK_API_URL=https://south.example/client/api\nCLOUDSTACK_API_KEY=k\nCLOUDSTACK_SECRET_KEY=s\n`;

  expect(registration({ text, profile: "environment" })).toMatchObject({
    credentials: { password: "it's\ntwo lines" },
  });
  expect(registration({ text, profile: "cloudstack", zone: "z1" })).toEqual({
    kind: "cloudstack",
    name: "cloudstack",
    apiUrl: "https://south.example/client/api",
    zone: "z1",
    credentials: { apiKey: "k", secretKey: "s" },
  });
});

const MONKEY = `prompt = 🐱
verifycert = true
profile = south
[south]
url       = https://south.example/client/api
username  = admin
password  = canary-password
domain    = /
apikey    = canary-key
secretkey = canary-secret

[keyless]
url = https://other.example/client/api
username = admin
password = canary-password
`;

test("takes the profile that cloudmonkey itself would, and wants the zone that it never says", () => {
  const found = preview({ text: MONKEY });

  expect(found).toMatchObject({ format: "cloudmonkey", chosen: "south" });
  expect(found.clouds[0]).toMatchObject({ access: "API key", issues: [{ pointer: "/zone" }] });
  expect(found.clouds[1]?.issues[0]).toMatchObject({ pointer: "/apikey", remedy: expect.stringContaining("keys") });
  expect(JSON.stringify(found)).not.toContain("canary");
  expect(registration({ text: MONKEY, zone: "z1" })).toEqual({
    kind: "cloudstack",
    name: "south",
    apiUrl: "https://south.example/client/api",
    zone: "z1",
    credentials: { apiKey: "canary-key", secretKey: "canary-secret" },
  });
});

test("refuses a cloudmonkey that checks no certificate, in the old words too", () => {
  const old =
    "[core]\nverifysslcert = false\n[server]\nhost = south.example\nport = 8443\nprotocol = https\n[user]\napikey = k\nsecretkey = s\n";

  expect(preview({ text: old }).clouds[0]?.endpoint).toBe("https://south.example:8443/client/api");
  expect(refusal({ text: old, zone: "z" })).toMatchObject([{ pointer: "/verifycert" }]);
});

test.each([
  ["nothing known", { text: "hello" }, /of no known form/],
  ["no group clouds", { text: "{}" }, /no clouds.yaml/],
  ["a section of nothing", { text: "[core]\nprofile = x\n" }, /no profile of cloudmonkey/],
  ["no variable", { text: "x=1", format: "environment" as const }, /sets no variable/],
  ["an alias bomb", { text: `clouds: &a {}\nb: [${"*a, ".repeat(600)}]` }, /repeats itself/],
  ["broken YAML", { text: "clouds: [" }, /Line 1/],
  ["several clouds", { text: CLOUDS }, /several clouds. Say which one: demo, robot\/east, robot\/west/],
  ["an unknown profile", { text: CLOUDS, profile: "x" }, /no cloud of that name/],
])("refuses a text with %s in plain words", (_what, request, words) => {
  expect(() => registration(request)).toThrow(words);
});

test("is not led astray by names that objects have anyway", () => {
  const text =
    "clouds: { __proto__: { auth: { password: x } }, constructor: { auth: { auth_url: 'https://k.example/v3' } } }";

  const { clouds } = preview({ text, secureText: "clouds: { toString: {} }" });

  expect(clouds.map(({ profile }) => profile).sort()).toEqual(["__proto__", "constructor"]);
  expect(Reflect.get({}, "auth")).toBeUndefined();
});
