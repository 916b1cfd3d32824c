import type { CatalogWords, CloudClient, OpenCloudClient } from "../../cloud/ports.ts";
import type { OpenstackRegistration } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import type { Clock } from "../../kernel/clock.ts";
import { makeHttpClient } from "../http/http-client.ts";
import { pause } from "../http/pause.ts";
import type { RetryTools } from "../http/retry-safely.ts";
import { askOpenstackConsole } from "./ask-console.ts";
import { confirmResize } from "./confirm-resize.ts";
import { makeIdentity } from "./identity.ts";
import { makeOpenstackImages } from "./images.ts";
import { listOpenstackActs } from "./list-acts.ts";
import { listOpenstackObjects } from "./list-objects.ts";
import { listOpenstackProject } from "./list-project.ts";
import { makeOpenstackPower } from "./machine-power.ts";
import { makeSwiftApi } from "./object-storage/swift-api.ts";
import { makeSwiftBuckets } from "./object-storage/swift-buckets.ts";
import { observeOpenstackInstances } from "./observe-instances.ts";
import { makeOpenstackApi } from "./openstack-api.ts";
import { readOpenstackCapacity } from "./read-capacity.ts";
import { readOpenstackCatalog } from "./read-catalog.ts";
import { removeOpenstackObject } from "./remove-object.ts";
import { testOpenstackConnection } from "./test-connection.ts";

export interface OpenstackClientOptions {
  readonly words: CatalogWords;
  readonly clock: Clock;
  readonly timeoutMs?: number;
  readonly tools?: RetryTools;
}

/** Gives the function that opens clients of OpenStack clouds. */
export function makeOpenOpenstackClient(options: OpenstackClientOptions): OpenCloudClient {
  return (cloudId, registration) => {
    if (registration.kind !== "openstack") {
      throw new AppError("internal", `Cloud ${cloudId} is a ${registration.kind}, not an OpenStack.`, { cloudId });
    }
    return openClient(cloudId, registration, options);
  };
}

function openClient(
  cloudId: string,
  registration: OpenstackRegistration,
  options: OpenstackClientOptions,
): CloudClient {
  const http = makeHttpClient({
    caCertificate: registration.caCertificate,
    secrets: [secretOf(registration)],
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    ...(options.tools === undefined ? {} : { tools: options.tools }),
  });
  const tools = options.tools ?? { pause, random: Math.random };
  const identity = makeIdentity(http, registration, options.clock);
  const api = makeOpenstackApi(http, identity, registration);
  const swift = makeSwiftApi(http, identity, registration);
  const buckets = makeSwiftBuckets(api, swift, http);
  const readCatalog: CloudClient["readCatalog"] = (signal) =>
    readOpenstackCatalog(api, options.words, { cloudId, fetchedAt: options.clock.now() }, signal);
  return {
    readCatalog,
    testConnection: (signal, onStep, wish) =>
      testOpenstackConnection(
        { http, api, buckets, registration, readCatalog, onStep, wish, clock: options.clock },
        signal,
      ),
    readCapacity: (signal) => readOpenstackCapacity(api, signal),
    observeInstances: (ids, signal) =>
      ids.length === 0 ? Promise.resolve([]) : observeOpenstackInstances(api, ids, signal),
    listMarked: (marks, signal) => listOpenstackObjects(api, marks, signal),
    listProject: (signal) => listOpenstackProject(api, signal),
    listActs: (object, signal) => listOpenstackActs(api, object, signal),
    removeObject: (object, signal) => removeOpenstackObject(api, object, tools, signal),
    finishObject: (object, signal) => confirmResize(api, object, tools, signal),
    askConsole: (instanceId, signal) => askOpenstackConsole(api, registration, instanceId, signal),
    power: makeOpenstackPower(api),
    images: makeOpenstackImages(api),
    buckets,
  };
}

function secretOf({ credentials }: OpenstackRegistration): string {
  return credentials.type === "password" ? credentials.password : credentials.secret;
}
