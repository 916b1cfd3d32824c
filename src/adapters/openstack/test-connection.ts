import * as z from "zod";
import type { OnStep } from "../../cloud/ports.ts";
import type { Catalog, ConnectionStep, OpenstackRegistration } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import { failedStep, tryStep } from "../http/connection-step.ts";
import type { HttpClient } from "../http/http-client.ts";
import { probeAddress } from "../http/probe-address.ts";
import { readAs, readJson } from "../http/read-json.ts";
import { VersionAnswer } from "./answers.ts";
import type { ServiceName } from "./endpoints.ts";
import { identityUrl, logIn } from "./identity.ts";
import type { OpenstackApi } from "./openstack-api.ts";

interface Tested {
  readonly http: HttpClient;
  readonly api: OpenstackApi;
  readonly registration: OpenstackRegistration;
  readonly readCatalog: (signal?: AbortSignal) => Promise<Catalog>;
  readonly onStep?: OnStep | undefined;
}

/** A cheap list that proves the service answers and lets this user in. */
const PROBES: readonly (readonly [ServiceName, string])[] = [
  ["compute", "/flavors?limit=1"],
  ["network", "/networks?limit=1"],
  ["image", "/images?limit=1"],
  ["block storage", "/volumes?limit=1"],
];

/** Step by step from the address to the catalog. Ends at the first step that makes the later ones pointless. */
export async function testOpenstackConnection(
  tested: Tested,
  signal?: AbortSignal,
): Promise<readonly ConnectionStep[]> {
  const { http, api, registration } = tested;
  const steps: ConnectionStep[] = [];
  const passed = (step: ConnectionStep): boolean => {
    steps.push(step);
    tested.onStep?.(step);
    return step.ok;
  };

  for (const step of await probeAddress(registration.authUrl, registration.caCertificate)) {
    if (!passed(step)) return steps;
  }
  if (!passed(await tryStep("version", () => readVersion(http, registration, signal)))) return steps;

  const login = await tryStep("authentication", async () => {
    const session = await logIn(http, registration, signal);
    return `logged in, project ${session.project?.name ?? "none"}`;
  });
  if (!login.ok && (await passwordIsRight(tested, signal))) {
    passed({ step: "authentication", ok: true, detail: "user name and password are right", remedy: null });
    passed(wrongScope(registration));
    return steps;
  }
  if (!passed(login)) return steps;
  if (!passed(await tryStep("scope", () => checkScope(http, registration, signal)))) return steps;

  const probes = PROBES.map(([service, path]) =>
    tryStep(`${service} service`, async () => {
      await api.get(service, path, z.looseObject({}), signal);
      return await api.endpoint(service, signal);
    }),
  );
  for (const step of await Promise.all(probes)) passed(step);
  if (steps.some((step) => !step.ok)) return steps;
  passed(await tryCatalog(tested, signal));
  return steps;
}

async function readVersion(
  http: HttpClient,
  { authUrl }: OpenstackRegistration,
  signal: AbortSignal | undefined,
): Promise<string> {
  const what = "Version of the identity service";
  const answer = await http.send({ method: "GET", url: `${identityUrl(authUrl)}/`, signal, what });
  const versions = readAs(VersionAnswer, readJson(answer, what), what);
  const third = versions.find((version) => version.id.startsWith("v3"));
  if (third === undefined) {
    throw new AppError("cloud-refused", "The identity service does not speak version 3.", {
      remedy: "Use the address of a Keystone with the v3 API.",
    });
  }
  return `Keystone ${third.id}`;
}

async function passwordIsRight({ http, registration }: Tested, signal: AbortSignal | undefined): Promise<boolean> {
  if (registration.credentials.type !== "password") return false;
  const unscoped = await tryStep("authentication", async () => {
    await logIn(http, registration, signal, false);
    return "";
  });
  return unscoped.ok;
}

function wrongScope({ credentials }: OpenstackRegistration): ConnectionStep {
  const project = credentials.type === "password" ? (credentials.projectName ?? credentials.projectId) : "";
  return failedStep(
    "scope",
    `there is no project ${project} in that domain, or the user has no role in it`,
    "Correct projectName and projectDomainName, or ask the cloud's operator for a role in the project.",
  );
}

async function checkScope(
  http: HttpClient,
  registration: OpenstackRegistration,
  signal: AbortSignal | undefined,
): Promise<string> {
  const session = await logIn(http, registration, signal);
  if (session.project === null) {
    throw new AppError("cloud-credentials", "The token is not for a project.", { remedy: "Give projectName." });
  }
  if (session.catalog.length === 0) {
    throw new AppError("cloud-refused", "The catalog of services is empty.", {
      remedy: "Ask the cloud's operator to publish the endpoints.",
    });
  }
  return `project ${session.project.name}, ${session.catalog.length} services published`;
}

async function tryCatalog(tested: Tested, signal: AbortSignal | undefined): Promise<ConnectionStep> {
  let remedy: string | null = null;
  const step = await tryStep("catalog", async () => {
    const catalog = await tested.readCatalog(signal);
    const known = catalog.images.filter((image) => image.os !== null).length;
    if (catalog.offerings.length === 0) {
      throw new AppError("cloud-refused", "There is no flavor this project may use.", {
        remedy: "Ask the cloud's operator for flavors.",
      });
    }
    if (known === 0) remedy = "Map an image by hand (mapping.images), or upload one with os_distro and os_version.";
    const outside = catalog.kind === "openstack" ? catalog.externalNetworks.length : 0;
    if (outside === 0) remedy ??= "Without an external network no machine can have a public address.";
    return `${catalog.offerings.length} flavors, ${catalog.images.length} images (${known} recognized), ${catalog.volumeTypes.length} volume types, ${outside} external networks`;
  });
  return step.ok ? { ...step, remedy } : step;
}
