import { readFileSync } from "node:fs";
import { makeOpenCloudstackClient } from "../../src/adapters/cloudstack/open-cloudstack-client.ts";
import { makeOpenOpenstackClient } from "../../src/adapters/openstack/open-openstack-client.ts";
import { catalogWords, makeOpenCloudClient } from "../../src/cloud/index.ts";
import { Cloud, CloudRegistration } from "../../src/contract/index.ts";
import type { CloudOffer } from "../../src/plan/index.ts";
import { stableId } from "./stable-id.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const clock = { now: () => new Date() };
const openClient = makeOpenCloudClient({
  openstack: makeOpenOpenstackClient({ words: catalogWords, clock }),
  cloudstack: makeOpenCloudstackClient({ words: catalogWords, clock }),
});

/** The clouds that the environment names, in the providers' own variables, with what they offer now. */
export function readOperatorClouds(env: Environment): Promise<readonly CloudOffer[]> {
  const registrations = [openstackRegistration(env), cloudstackRegistration(env)].flatMap((found) => found ?? []);
  return Promise.all(registrations.map(offerOf));
}

async function offerOf(registration: CloudRegistration): Promise<CloudOffer> {
  const { kind, name, mapping, sandbox } = registration;
  const endpoint = kind === "openstack" ? registration.authUrl : registration.apiUrl;
  const location = kind === "openstack" ? registration.region : registration.zone;
  // A sandbox takes another port at each start and stays the same cloud.
  const id = stableId("cloud", kind, sandbox ? "sandbox" : endpoint, location);
  const catalog = await openClient(id, registration).readCatalog();
  const now = clock.now().toISOString();
  const cloud = Cloud.parse({
    id,
    kind,
    name,
    description: "",
    endpoint,
    location,
    sandbox,
    mapping,
    status: "ready",
    statusDetail: "",
    catalogAt: now,
    createdAt: now,
  });
  return { cloud, catalog, projectId: kind === "cloudstack" ? (registration.projectId ?? null) : null };
}

function openstackRegistration(env: Environment): CloudRegistration | null {
  if (!env["OS_AUTH_URL"]) return null;
  const caFile = env["OS_CACERT"];
  return CloudRegistration.parse({
    kind: "openstack",
    name: env["TWINSTACK_OPERATOR_SANDBOX"] ? "sandbox-openstack" : "openstack",
    sandbox: env["TWINSTACK_OPERATOR_SANDBOX"] === "1",
    authUrl: env["OS_AUTH_URL"],
    region: env["OS_REGION_NAME"] ?? "RegionOne",
    ...(caFile && { caCertificate: caFile.startsWith("-----") ? caFile : readFileSync(caFile, "utf8") }),
    credentials: env["OS_APPLICATION_CREDENTIAL_ID"]
      ? {
          type: "application-credential",
          id: env["OS_APPLICATION_CREDENTIAL_ID"],
          secret: env["OS_APPLICATION_CREDENTIAL_SECRET"],
        }
      : {
          type: "password",
          username: env["OS_USERNAME"],
          password: env["OS_PASSWORD"],
          projectName: env["OS_PROJECT_NAME"] ?? env["OS_TENANT_NAME"],
          userDomainName: env["OS_USER_DOMAIN_NAME"] ?? env["OS_DOMAIN_NAME"] ?? "Default",
          projectDomainName: env["OS_PROJECT_DOMAIN_NAME"] ?? env["OS_DOMAIN_NAME"] ?? "Default",
        },
  });
}

function cloudstackRegistration(env: Environment): CloudRegistration | null {
  if (!env["CLOUDSTACK_API_URL"]) return null;
  return CloudRegistration.parse({
    kind: "cloudstack",
    name: env["TWINSTACK_OPERATOR_SANDBOX"] ? "sandbox-cloudstack" : "cloudstack",
    sandbox: env["TWINSTACK_OPERATOR_SANDBOX"] === "1",
    apiUrl: env["CLOUDSTACK_API_URL"],
    zone: env["CLOUDSTACK_ZONE"] ?? "",
    ...(env["CLOUDSTACK_PROJECT_ID"] && { projectId: env["CLOUDSTACK_PROJECT_ID"] }),
    credentials: { apiKey: env["CLOUDSTACK_API_KEY"], secretKey: env["CLOUDSTACK_SECRET_KEY"] },
  });
}
