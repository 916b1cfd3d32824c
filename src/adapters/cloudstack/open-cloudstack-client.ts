import type { CatalogWords, CloudClient, OpenCloudClient, OpenS3 } from "../../cloud/ports.ts";
import type { CloudstackRegistration } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import type { Clock } from "../../kernel/clock.ts";
import { makeHttpClient } from "../http/http-client.ts";
import { pause } from "../http/pause.ts";
import type { RetryTools } from "../http/retry-safely.ts";
import { askCloudstackConsole } from "./ask-console.ts";
import { makeCloudstackBuckets } from "./buckets.ts";
import { makeCloudstackApi } from "./cloudstack-api.ts";
import { makeCloudstackImages } from "./images.ts";
import { listCloudstackActs } from "./list-acts.ts";
import { listCloudstackObjects } from "./list-objects.ts";
import { listCloudstackProject } from "./list-project.ts";
import { makeCloudstackPower } from "./machine-power.ts";
import { observeCloudstackInstances } from "./observe-instances.ts";
import { readCloudstackCapacity } from "./read-capacity.ts";
import { readCloudstackCatalog } from "./read-catalog.ts";
import { removeCloudstackObject } from "./remove-object.ts";
import { testCloudstackConnection } from "./test-connection.ts";

export interface CloudstackClientOptions {
  readonly words: CatalogWords;
  readonly clock: Clock;
  /** How what lies in buckets is reached; left out: object storage is not spoken to. */
  readonly openS3?: OpenS3;
  readonly timeoutMs?: number;
  readonly tools?: RetryTools;
}

/** Gives the function that opens clients of CloudStack clouds. */
export function makeOpenCloudstackClient(options: CloudstackClientOptions): OpenCloudClient {
  return (cloudId, registration) => {
    if (registration.kind !== "cloudstack") {
      throw new AppError("internal", `Cloud ${cloudId} is an ${registration.kind}, not a CloudStack.`, { cloudId });
    }
    return openClient(cloudId, registration, options);
  };
}

function openClient(
  cloudId: string,
  registration: CloudstackRegistration,
  options: CloudstackClientOptions,
): CloudClient {
  const { apiKey, secretKey } = registration.credentials;
  const http = makeHttpClient({
    caCertificate: registration.caCertificate,
    secrets: [apiKey, secretKey],
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    ...(options.tools === undefined ? {} : { tools: options.tools }),
  });
  const tools = options.tools ?? { pause, random: Math.random };
  const api = makeCloudstackApi(http, registration, options.clock);
  const wait = (signal?: AbortSignal) => ({
    api,
    clock: options.clock,
    tools,
    ...(signal !== undefined && { signal }),
  });
  const { openS3 } = options;
  const buckets = openS3 && makeCloudstackBuckets({ api, registration, wait, openS3 });
  const readCatalog = (signal?: AbortSignal) =>
    readCloudstackCatalog(api, registration, options.words, { cloudId, fetchedAt: options.clock.now() }, signal);
  const images = makeCloudstackImages(api, registration, wait);
  return {
    readCatalog,
    testConnection(signal, onStep, wish) {
      const tested = { http, api, buckets, registration, readCatalog, images, onStep, wish };
      return testCloudstackConnection({ ...tested, clock: options.clock, pause: tools.pause }, signal);
    },
    readCapacity: (signal) => readCloudstackCapacity(api, registration.projectId, signal),
    observeInstances: (ids, signal) =>
      ids.length === 0 ? Promise.resolve([]) : observeCloudstackInstances(api, ids, registration.projectId, signal),
    listMarked: (marks, signal) => listCloudstackObjects(api, marks, registration.projectId, signal),
    listProject: (signal) => listCloudstackProject(api, registration.projectId, signal),
    listActs: (object, signal) => listCloudstackActs(api, registration.projectId, object, signal),
    // Nothing here waits for a word.
    finishObject: async () => undefined,
    removeObject: (object, signal) =>
      removeCloudstackObject(object, { api, clock: options.clock, tools, ...(signal !== undefined && { signal }) }),
    askConsole: (instanceId, signal) => askCloudstackConsole(api, registration, instanceId, signal),
    power: makeCloudstackPower(api, registration.projectId),
    images,
    ...(buckets && { buckets }),
  };
}
