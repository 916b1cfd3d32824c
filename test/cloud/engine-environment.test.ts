import { expect, test } from "@jest/globals";
import { engineEnvironment } from "../../src/cloud/index.ts";
import type { CloudRegistration } from "../../src/contract/index.ts";
import { sampleCloudstack, sampleOpenstack } from "../_helpers/cloud-samples.ts";

const DOMAINS = { userDomainName: "Default", projectDomainName: "Default" };

function environment(registration: CloudRegistration) {
  return engineEnvironment({ cloud: {} as never, registration });
}

test("gives the OpenStack provider a password with both domains", () => {
  expect(environment(sampleOpenstack())).toEqual({
    OS_AUTH_URL: "http://127.0.0.1:5000/v3",
    OS_REGION_NAME: "RegionOne",
    OS_USERNAME: "demo",
    OS_PASSWORD: "canary-password",
    OS_PROJECT_NAME: "demo",
    OS_USER_DOMAIN_NAME: "Default",
    OS_PROJECT_DOMAIN_NAME: "Default",
  });
});

test("gives an application credential without user, project or scope", () => {
  const credentials = { type: "application-credential" as const, id: "ac", secret: "s" };

  expect(environment(sampleOpenstack({ credentials, region: "north", authUrl: "https://k.example/" }))).toEqual({
    OS_AUTH_URL: "https://k.example/v3",
    OS_REGION_NAME: "north",
    OS_APPLICATION_CREDENTIAL_ID: "ac",
    OS_APPLICATION_CREDENTIAL_SECRET: "s",
  });
});

test("gives ids instead of names, and a credential's name with its user", () => {
  const byId = { type: "password" as const, userId: "u1", password: "p", projectId: "p1", ...DOMAINS };
  const byName = {
    type: "application-credential" as const,
    name: "robot",
    secret: "s",
    username: "me",
    userDomainId: "d1",
  };

  expect(environment(sampleOpenstack({ credentials: byId }))).toMatchObject({
    OS_USER_ID: "u1",
    OS_PASSWORD: "p",
    OS_PROJECT_ID: "p1",
  });
  expect(Object.keys(environment(sampleOpenstack({ credentials: byId }))).join()).not.toMatch(
    /DOMAIN|OS_USERNAME|PROJECT_NAME/,
  );
  expect(environment(sampleOpenstack({ credentials: byName }))).toMatchObject({
    OS_APPLICATION_CREDENTIAL_NAME: "robot",
    OS_APPLICATION_CREDENTIAL_SECRET: "s",
    OS_USERNAME: "me",
    OS_USER_DOMAIN_ID: "d1",
  });
});

test("hands a private CA over as text, which the provider takes like a path", () => {
  const caCertificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

  expect(environment(sampleOpenstack({ caCertificate }))["OS_CACERT"]).toBe(caCertificate);
});

test("lets CloudStack's async jobs last an hour and never cuts user data by GET (C10)", () => {
  expect(environment(sampleCloudstack())).toEqual({
    CLOUDSTACK_API_URL: "http://127.0.0.1:8080/client/api",
    CLOUDSTACK_API_KEY: "canary-api-key",
    CLOUDSTACK_SECRET_KEY: "canary-secret-key",
    CLOUDSTACK_TIMEOUT: "3600",
    CLOUDSTACK_HTTP_GET_ONLY: "false",
  });
});

test("hands CloudStack's private CA to the proxy that verifies in the provider's place (C11)", () => {
  const caCertificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

  expect(environment(sampleCloudstack({ caCertificate }))["TWINSTACK_CLOUDSTACK_CA"]).toBe(caCertificate);
});
