import * as z from "zod";
import * as answers from "../../../src/adapters/cloudstack/answers.ts";
import { waitForAsyncJob } from "../../../src/adapters/cloudstack/async-job.ts";
import { type CloudstackApi, makeCloudstackApi } from "../../../src/adapters/cloudstack/cloudstack-api.ts";
import { makeHttpClient } from "../../../src/adapters/http/http-client.ts";
import { AppError } from "../../../src/kernel/app-error.ts";
import { sampleCloudstack } from "../../_helpers/cloud-samples.ts";
import { REPLAY_CREDENTIALS } from "../../_helpers/replayed-cloudstack.ts";
import { startScriptedServer } from "../../_helpers/scripted-server.ts";
import { isSignedLikeJava } from "../../_helpers/signed-like-java.ts";
import { type Exchange, innerOf, isFields, outcomeOf } from "./exchanges.ts";

/** What our client reads of a list with a schema of its own. */
const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  listZones: listOf("zone", answers.Zone),
  listServiceOfferings: listOf("serviceoffering", answers.ServiceOffering),
  listDiskOfferings: listOf("diskoffering", answers.DiskOffering),
  listNetworkOfferings: listOf("networkoffering", answers.NetworkOffering),
  listTemplates: listOf("template", answers.Template),
  listProjects: listOf("project", answers.Project),
  listVirtualMachines: listOf("virtualmachine", answers.VirtualMachine),
  listVolumes: listOf("volume", answers.Volume),
  listCapabilities: answers.CapabilitiesAnswer,
  listConfigurations: answers.ConfigurationsAnswer,
  listApis: answers.ApisAnswer,
  queryAsyncJobResult: answers.JobAnswer,
};
const SENT_ALONGSIDE = new Set(["apiKey", "command", "expires", "response", "signature", "signatureVersion"]);
const clock = { now: () => new Date() };
const tools = { pause: async () => {}, random: () => 0 };

/** Lets our client make every distinct recorded call against its recorded answer; what it made of them, per call. */
export async function replayToClient(exchanges: readonly Exchange[]): Promise<readonly string[]> {
  let current: Exchange | undefined;
  let sent: Readonly<Record<string, string>> = {};
  const server = await startScriptedServer((request) => {
    const params = request.method === "POST" ? new URLSearchParams(request.body) : request.query;
    if (!isSignedLikeJava(params, REPLAY_CREDENTIALS))
      return { status: 401, body: { errorresponse: { errorcode: 499 } } };
    sent = Object.fromEntries([...params].filter(([name]) => !SENT_ALONGSIDE.has(name)));
    return current === undefined || current.status === 0 ? null : { status: current.status, body: current.body };
  });
  const http = makeHttpClient({ secrets: [], tools, timeoutMs: 2_000 });
  const api = makeCloudstackApi(http, sampleCloudstack({ apiUrl: `${server.url}/client/api` }), clock);
  const wrong: string[] = [];
  try {
    for (const exchange of exchanges) {
      current = exchange;
      const complaint = await complaintOn(api, exchange);
      const altered =
        JSON.stringify(sorted(sent)) === JSON.stringify(sorted(exchange.params)) ? null : "parameters altered";
      if (complaint !== null || altered !== null) wrong.push(`${exchange.command}: ${complaint ?? altered}`);
    }
  } finally {
    await server.close();
  }
  return wrong;
}

/** Null when the client understood the answer as it is meant. */
async function complaintOn(api: CloudstackApi, exchange: Exchange): Promise<string | null> {
  const { command, params, body, status } = exchange;
  const expected = outcomeOf(command, body);
  const inner = innerOf(body);
  try {
    const value = await api.call(command, params, SCHEMAS[command] ?? z.unknown());
    if (status !== 200 || /^\d/.test(expected)) return `took ${expected} for an answer`;
    if (SCHEMAS[command] === undefined && JSON.stringify(value) !== JSON.stringify(inner)) return "altered the answer";
    return /^(done|failed)/.test(expected) ? complaintOnJob(api, exchange, expected) : null;
  } catch (error) {
    if (!(error instanceof AppError)) return `threw ${String(error)}`;
    if (status === 0) return error.code === "cloud-unreachable" ? null : `no answer became ${error.code}`;
    const isRefusal =
      error.facts["status"] === inner["errorcode"] && error.message.includes(textOf(inner).slice(0, 200));
    if (inner["errorcode"] === 401) return error.code === "cloud-credentials" ? null : `401 became ${error.code}`;
    return isRefusal && error.code === "cloud-refused" ? null : `${expected} became ${error.code}: ${error.message}`;
  }
}

async function complaintOnJob(
  api: CloudstackApi,
  { params, body }: Exchange,
  expected: string,
): Promise<string | null> {
  const result = innerOf(body)["jobresult"];
  const text = isFields(result) ? textOf(result) : "";
  try {
    const value = await waitForAsyncJob(params["jobid"] ?? "", { api, clock, tools });
    return expected === "done" && JSON.stringify(value) === JSON.stringify(result)
      ? null
      : `a job ${expected} ended well`;
  } catch (error) {
    const told = error instanceof AppError && error.facts["cloudMessage"] === (text === "" ? null : text);
    return expected !== "done" && told ? null : `a job ${expected} became ${String(error)}`;
  }
}

function textOf(fields: Readonly<Record<string, unknown>>): string {
  return typeof fields["errortext"] === "string" ? fields["errortext"] : "";
}

function listOf(key: string, item: z.ZodType): z.ZodType {
  return z.object({ count: z.int().nullish(), [key]: z.array(item).nullish() });
}

function sorted(fields: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
}
