import * as z from "zod";
import type { CloudBuckets, CloudImages, ConnectionTestWish, OnStep } from "../../cloud/ports.ts";
import type { CloudstackCatalog, CloudstackRegistration, ConnectionStep } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import type { Clock } from "../../kernel/clock.ts";
import { tryStep } from "../http/connection-step.ts";
import type { HttpAnswer, HttpClient } from "../http/http-client.ts";
import { judgeClock } from "../http/judge-clock.ts";
import { judgeObjectStorage } from "../http/judge-object-storage.ts";
import { judgeQuota } from "../http/judge-quota.ts";
import { probeAddress } from "../http/probe-address.ts";
import { readJson } from "../http/read-json.ts";
import type { RetryTools } from "../http/retry-safely.ts";
import { ApisAnswer, CapabilitiesAnswer, Project } from "./answers.ts";
import type { CloudstackApi } from "./cloudstack-api.ts";
import { findZone } from "./find-zone.ts";
import { tryImageAddress } from "./image-address.ts";
import { NEEDED_COMMANDS } from "./needed-commands.ts";
import { readCloudstackCapacity } from "./read-capacity.ts";

interface Tested {
  readonly http: HttpClient;
  readonly api: CloudstackApi;
  readonly buckets: Pick<CloudBuckets, "support"> | undefined;
  readonly registration: CloudstackRegistration;
  readonly readCatalog: (signal?: AbortSignal) => Promise<CloudstackCatalog>;
  readonly images: CloudImages;
  readonly onStep?: OnStep | undefined;
  readonly wish?: ConnectionTestWish | undefined;
  readonly clock: Clock;
  readonly pause: RetryTools["pause"];
}

/** Step by step from the address to the catalog. Ends at the first step that makes the later ones pointless. */
export async function testCloudstackConnection(
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

  for (const step of await probeAddress(registration.apiUrl, registration.caCertificate)) {
    if (!passed(warnOfProvider(step, registration.apiUrl))) return steps;
  }
  let date: string | undefined;
  const version = await tryStep("version", async () => {
    date = (await recognize(http, registration.apiUrl, signal)).headers["date"];
    return "a CloudStack API answers";
  });
  if (!passed(version)) return steps;
  passed(judgeClock(date, tested.clock.now()));
  const login = await tryStep("authentication", async () => {
    const { capability } = await api.call("listCapabilities", {}, CapabilitiesAnswer, signal);
    return `the key is accepted, CloudStack ${capability.cloudstackversion ?? "of an unknown version"}`;
  });
  if (!passed(login)) return steps;
  const zone = await tryStep("zone", async () => `zone ${(await findZone(api, registration.zone, signal)).name}`);
  if (!passed(zone)) return steps;
  if (registration.projectId !== undefined) {
    if (!passed(await tryStep("project", () => checkProject(api, registration.projectId ?? "", signal)))) return steps;
  }
  if (!passed(await tryStep("permissions", () => checkPermissions(api, signal)))) return steps;
  if (!passed(await tryQuota(tested, signal))) return steps;
  if (tested.buckets !== undefined) passed(await judgeObjectStorage(tested.buckets, signal));
  const { image, offer } = tested.wish ?? {};
  if (image === true && offer !== undefined) passed(await tryImageAddress({ ...tested, offer }, signal));
  passed(await tryCatalog(tested, signal));
  return steps;
}

/** Our own calls verify the certificate; the Terraform provider never does and has no setting for it (clouds.md C11). */
function warnOfProvider(step: ConnectionStep, apiUrl: string): ConnectionStep {
  if (step.step !== "tls" || !step.ok || !apiUrl.startsWith("https:")) return step;
  const remedy =
    "Terraform's CloudStack provider does not check certificates: keep the way to this API on a trusted network.";
  return { ...step, remedy };
}

/** Without a key CloudStack answers 401 in its own envelope, which no other program does. */
async function recognize(http: HttpClient, apiUrl: string, signal: AbortSignal | undefined): Promise<HttpAnswer> {
  const what = "CloudStack API";
  const url = `${apiUrl.replace(/\?.*$/, "")}?command=listCapabilities&response=json`;
  const answer = await http.send({ method: "GET", url, signal, what });
  const body = z.record(z.string(), z.unknown()).safeParse(readJson(answer, what));
  const keys = Object.keys(body.data ?? {});
  if (keys.length !== 1 || keys[0]?.endsWith("response") !== true) {
    throw new AppError(
      "cloud-refused",
      `Something answers at this address (HTTP ${answer.status}), but not CloudStack.`,
      {
        remedy: "The address of a CloudStack API usually ends with /client/api.",
      },
    );
  }
  return answer;
}

/** A role that may not ask for its limits may still make machines. */
async function tryQuota({ api, registration }: Tested, signal: AbortSignal | undefined): Promise<ConnectionStep> {
  try {
    return judgeQuota(await readCloudstackCapacity(api, registration.projectId, signal));
  } catch (error) {
    if (error instanceof AppError && error.code !== "cloud-unreachable") return judgeQuota([]);
    return tryStep("quota", () => Promise.reject(error));
  }
}

async function checkProject(api: CloudstackApi, projectId: string, signal: AbortSignal | undefined): Promise<string> {
  const [project] = await api.list("listProjects", { id: projectId }, "project", Project, signal);
  if (project === undefined) {
    throw new AppError("cloud-refused", `The account is in no project ${projectId}.`, {
      remedy: "Correct projectId, or have the account added to the project.",
    });
  }
  return `project ${project.name}`;
}

/** `listApis` answers only what the caller's role may call. */
async function checkPermissions(api: CloudstackApi, signal: AbortSignal | undefined): Promise<string> {
  const names = await readAllowed(api, signal);
  if (names === null) return "the role may not call listApis, so its other permissions cannot be told beforehand";
  const missing = NEEDED_COMMANDS.filter((command) => !names.has(command));
  if (missing.length > 0) {
    throw new AppError("cloud-refused", `The account's role may not call ${missing.join(", ")}.`, {
      missing,
      remedy: "Allow these commands for the role, or use a key of another account.",
    });
  }
  return `${names.size} commands allowed, all ${NEEDED_COMMANDS.length} needed ones among them`;
}

async function readAllowed(api: CloudstackApi, signal: AbortSignal | undefined): Promise<ReadonlySet<string> | null> {
  try {
    return new Set((await api.call("listApis", {}, ApisAnswer, signal)).api?.map(({ name }) => name));
  } catch (error) {
    if (error instanceof AppError && error.code !== "cloud-unreachable") return null;
    throw error;
  }
}

async function tryCatalog(tested: Tested, signal: AbortSignal | undefined): Promise<ConnectionStep> {
  let remedy: string | null = null;
  const step = await tryStep("catalog", async () => {
    const catalog = await tested.readCatalog(signal);
    const known = catalog.images.filter((image) => image.os !== null).length;
    if (catalog.offerings.length === 0) {
      throw new AppError("cloud-refused", "There is no service offering this account may use.", {
        remedy: "Ask the cloud's operator for service offerings.",
      });
    }
    if (known === 0) remedy = "Map a template by hand (mapping.images), or register one named after its system.";
    return `${catalog.offerings.length} service offerings, ${catalog.images.length} templates (${known} recognized), ${catalog.volumeTypes.length} disk offerings, ${catalog.networkOfferings.length} network offerings`;
  });
  return step.ok ? { ...step, remedy } : step;
}
