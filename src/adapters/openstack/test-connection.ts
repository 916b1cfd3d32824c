import * as z from "zod";
import type { CloudBuckets, ConnectionTestWish, OnStep } from "../../cloud/ports.ts";
import type { Catalog, ConnectionStep, OpenstackRegistration } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import type { Clock } from "../../kernel/clock.ts";
import { failedStep, tryStep } from "../http/connection-step.ts";
import type { HttpClient } from "../http/http-client.ts";
import { judgeClock } from "../http/judge-clock.ts";
import { judgeObjectStorage } from "../http/judge-object-storage.ts";
import { judgeQuota } from "../http/judge-quota.ts";
import { probeAddress } from "../http/probe-address.ts";
import { readAs, readJson } from "../http/read-json.ts";
import { Network, VersionAnswer } from "./answers.ts";
import type { ServiceName } from "./endpoints.ts";
import { identityUrl, logIn, type Session } from "./identity.ts";
import { imageRoundTrip } from "./image-round-trip.ts";
import type { OpenstackApi } from "./openstack-api.ts";
import { readOpenstackCapacity } from "./read-capacity.ts";

interface Tested {
  readonly http: HttpClient;
  readonly api: OpenstackApi;
  readonly buckets: Pick<CloudBuckets, "support">;
  readonly registration: OpenstackRegistration;
  readonly readCatalog: (signal?: AbortSignal) => Promise<Catalog>;
  readonly onStep?: OnStep | undefined;
  readonly wish?: ConnectionTestWish | undefined;
  readonly clock: Clock;
}

/** A cheap list that proves the service answers and lets this user in. */
const PROBES: readonly (readonly [ServiceName, string, string])[] = [
  ["compute", "/flavors?limit=1", "flavors"],
  ["network", "/networks?limit=1", "networks"],
  ["image", "/images?limit=1", "images"],
  ["block storage", "/volumes?limit=1", "volumes"],
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
  const session = await logIn(http, registration, signal);
  passed(judgeClock(session.answeredAt, tested.clock.now()));
  if (!passed(await tryStep("scope", async () => checkScope(session)))) return steps;
  if (!passed(judgeRoles(session.roles))) return steps;

  for (const step of await Promise.all(PROBES.map((probe) => tryService(tested, probe, signal)))) passed(step);
  if (steps.some((step) => !step.ok)) return steps;
  if (!passed(await tryQuota(api, signal))) return steps;
  passed(await tryExternalNetwork(api, signal));
  passed(await judgeObjectStorage(tested.buckets, signal));
  if (tested.wish?.image === true) passed(await tryStep("image round trip", () => imageRoundTrip(api, signal)));
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

function checkScope(session: Session): string {
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

/** The roles' names are the clouds' own; these stand for reading wherever they are. */
const ONLY_READS = /^(reader|read[-_]?only|auditor|observer|viewer)$/i;

function judgeRoles(roles: readonly string[]): ConnectionStep {
  if (roles.length > 0 && roles.every((role) => ONLY_READS.test(role))) {
    return failedStep(
      "permissions",
      `the user may only read: no other role than ${roles.join(", ")}`,
      "Ask the cloud's operator for the role member in the project, or make the application credential with it.",
    );
  }
  const detail = roles.length === 0 ? "the cloud does not tell the roles" : `roles ${roles.join(", ")}`;
  return { step: "permissions", ok: true, detail, remedy: null };
}

/** A list of its own name is what only this service answers. */
async function tryService(
  { api, registration }: Tested,
  [service, path, key]: (typeof PROBES)[number],
  signal: AbortSignal | undefined,
): Promise<ConnectionStep> {
  let address = "";
  return tryStep(`${service} service`, async () => {
    address = await api.endpoint(service, signal);
    try {
      await api.get(service, path, z.looseObject({ [key]: z.array(z.unknown()) }), signal);
    } catch (error) {
      throw asAbout(error, service, address, new URL(address).host === new URL(registration.authUrl).host);
    }
    return address;
  });
}

/** Whoever reads this registered another address, and did not write the cloud's own catalog. */
function asAbout(error: unknown, service: ServiceName, address: string, sameHost: boolean): unknown {
  if (!(error instanceof AppError)) return error;
  const { reason, status } = error.facts;
  if (reason === "unexpected-form" || status === 404) {
    return new AppError("cloud-refused", `Something else than the ${service} service answers at ${address}.`, {
      remedy: "Ask the cloud's operator to correct this service's endpoint in the catalog.",
    });
  }
  if (sameHost) return error;
  if (reason !== "dns" && reason !== "refused" && reason !== "no-route" && reason !== "time-out") return error;
  return new AppError(error.code, `${error.message} The cloud's own catalog names ${address}.`, {
    ...error.facts,
    remedy: "Where that is an internal address, ask the cloud's operator to publish one that is reached from here.",
  });
}

async function tryQuota(api: OpenstackApi, signal: AbortSignal | undefined): Promise<ConnectionStep> {
  let items: Awaited<ReturnType<typeof readOpenstackCapacity>> = [];
  const read = await tryStep("quota", async () => {
    items = await readOpenstackCapacity(api, signal);
    return "";
  });
  return read.ok ? judgeQuota(items) : read;
}

async function tryExternalNetwork(api: OpenstackApi, signal: AbortSignal | undefined): Promise<ConnectionStep> {
  let remedy: string | null = null;
  const step = await tryStep("external network", async () => {
    const networks = await api.list("network", "/networks?router:external=true", "networks", Network, signal);
    const names = networks.filter((network) => network["router:external"] !== false).map(({ name }) => name);
    if (names.length === 0) remedy = "Without an external network no machine can have a public address.";
    return names.length === 0 ? "there is none" : `public addresses come from ${names.join(", ")}`;
  });
  return step.ok ? { ...step, remedy } : step;
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
    return `${catalog.offerings.length} flavors, ${catalog.images.length} images (${known} recognized), ${catalog.volumeTypes.length} volume types, ${outside} external networks`;
  });
  return step.ok ? { ...step, remedy } : step;
}
