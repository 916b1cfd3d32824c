import { SANDBOX_CREDENTIALS } from "../../sandbox/cloudstack/seed/credentials.ts";
import { startCloudstackSandbox } from "../../sandbox/cloudstack/start-cloudstack-sandbox.ts";
import { startOpenstackSandbox } from "../../sandbox/openstack/start-openstack-sandbox.ts";
import { makeOpenCloudstackClient } from "../../src/adapters/cloudstack/open-cloudstack-client.ts";
import type { RetryTools } from "../../src/adapters/http/retry-safely.ts";
import { makeOpenOpenstackClient } from "../../src/adapters/openstack/open-openstack-client.ts";
import { type CloudClient, catalogWords } from "../../src/cloud/index.ts";
import {
  type Catalog,
  CloudRegistration,
  type CloudstackCatalog,
  type CloudstackSitePlan,
  type OpenstackCatalog,
  type OpenstackSitePlan,
} from "../../src/contract/index.ts";
import { cloudstackSitePlan } from "../_fixtures/site-plans/cloudstack-site-plan.ts";
import { openstackSitePlan } from "../_fixtures/site-plans/openstack-site-plan.ts";
import { IDS } from "./samples.ts";

/** A sandbox cloud with its catalog, and what the provider needs to get in. */
export interface SandboxSite<P, C> {
  readonly catalog: C;
  readonly environment: Readonly<Record<string, string>>;
  readonly client: CloudClient;
  /** A site plan with ids of this cloud. */
  plan(changes?: Partial<P>): P;
  /** Switches a fault of the sandbox on, as its admin API takes it; an empty one switches all off. */
  fault(fault: object | null): Promise<void>;
  close(): Promise<void>;
}

const words = { words: catalogWords, clock: { now: () => new Date() } };

export async function openOpenstackSite(tools?: RetryTools): Promise<SandboxSite<OpenstackSitePlan, OpenstackCatalog>> {
  const sandbox = await startOpenstackSandbox({ port: 0, latency: "instant", adminToken: SANDBOX_TOKEN });
  const registration = CloudRegistration.parse({
    kind: "openstack",
    name: "sandbox",
    authUrl: sandbox.authUrl,
    credentials: { type: "password", username: "demo", password: "demo", projectName: "demo" },
  });
  const client = makeOpenOpenstackClient({ ...words, ...(tools && { tools }) })(IDS.openstack, registration);
  const catalog = await client.readCatalog();
  if (!isOpenstack(catalog)) throw new Error("expected the catalog of an OpenStack");
  const [flavor, image, external] = [catalog.offerings[0], ubuntu(catalog), catalog.externalNetworks[0]];
  const basis = { flavor: idAndName(flavor), image: idAndName(image), externalNetwork: idAndName(external) };
  return {
    catalog,
    client,
    environment: {
      OS_AUTH_URL: sandbox.authUrl,
      OS_USERNAME: "demo",
      OS_PASSWORD: "demo",
      OS_PROJECT_NAME: "demo",
      OS_DOMAIN_NAME: "Default",
    },
    plan: (changes = {}) =>
      openstackSitePlan({ ...basis, volumes: [{ name: "content", sizeGib: 5, volumeType: null }], ...changes }),
    fault: (fault) => switchFault(sandbox.url, fault),
    close: sandbox.close,
  };
}

export async function openCloudstackSite(
  tools?: RetryTools,
): Promise<SandboxSite<CloudstackSitePlan, CloudstackCatalog>> {
  const sandbox = await startCloudstackSandbox({
    ...{ port: 0, latency: "instant", adminToken: SANDBOX_TOKEN },
    allowLoopbackImages: true,
  });
  const registration = CloudRegistration.parse({
    kind: "cloudstack",
    name: "sandbox",
    apiUrl: sandbox.apiUrl,
    zone: "sandbox-zone",
    credentials: SANDBOX_CREDENTIALS.admin,
  });
  const client = makeOpenCloudstackClient({ ...words, ...(tools && { tools }) })(IDS.cloudstack, registration);
  const catalog = await client.readCatalog();
  if (!isCloudstack(catalog)) throw new Error("expected the catalog of a CloudStack");
  const network = catalog.networkOfferings.find((one) => one.sourceNat && one.staticNat && !one.forVpc);
  const diskOffering = idAndName(catalog.volumeTypes.find(({ customSize }) => customSize));
  const basis = {
    zone: catalog.zone,
    expunge: catalog.mayExpunge,
    serviceOffering: { ...idAndName(catalog.offerings.find(({ custom }) => custom === null)), custom: null },
    template: idAndName(ubuntu(catalog)),
    volumes: [{ name: "content", sizeGib: 5, diskOffering }],
    network: {
      kind: "own" as const,
      cidr: "10.42.0.0/24",
      networkOffering: idAndName(network),
      egressDefaultAllow: network?.egressDefaultAllow ?? false,
    },
  };
  return {
    catalog,
    client,
    environment: {
      CLOUDSTACK_API_URL: sandbox.apiUrl,
      CLOUDSTACK_API_KEY: SANDBOX_CREDENTIALS.admin.apiKey,
      CLOUDSTACK_SECRET_KEY: SANDBOX_CREDENTIALS.admin.secretKey,
    },
    plan: (changes = {}) => cloudstackSitePlan({ ...basis, ...changes }),
    fault: (fault) => switchFault(sandbox.url, fault),
    close: sandbox.close,
  };
}

/** Opens the fault switches of both. */
export const SANDBOX_TOKEN = "test-fault-token";

async function switchFault(url: string, fault: object | null): Promise<void> {
  const kind = fault !== null && "command" in fault ? "command-faults" : "faults";
  const headers = { "x-sandbox-token": SANDBOX_TOKEN, ...(fault && { "content-type": "application/json" }) };
  const answer = await fetch(`${url}/sandbox-admin/${kind}`, {
    method: fault === null ? "DELETE" : "POST",
    headers,
    ...(fault && { body: JSON.stringify(fault) }),
  });
  if (!answer.ok) throw new Error(`the fault was refused: ${answer.status}`);
}

function isOpenstack(catalog: Catalog): catalog is OpenstackCatalog {
  return catalog.kind === "openstack";
}

function isCloudstack(catalog: Catalog): catalog is CloudstackCatalog {
  return catalog.kind === "cloudstack";
}

function ubuntu(catalog: Catalog) {
  return catalog.images.find(({ os }) => os?.family === "ubuntu");
}

export function idAndName(thing: { readonly id: string; readonly name: string } | undefined) {
  if (thing === undefined) throw new Error("the sandbox does not offer what the test needs");
  return { id: thing.id, name: thing.name };
}
