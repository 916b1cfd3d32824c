import { afterEach, expect, test } from "@jest/globals";
import { startAsyncJob, waitForAsyncJob } from "../../../src/adapters/cloudstack/async-job.ts";
import { type CloudstackApi, makeCloudstackApi } from "../../../src/adapters/cloudstack/cloudstack-api.ts";
import { makeHttpClient } from "../../../src/adapters/http/http-client.ts";
import { AppError } from "../../../src/kernel/app-error.ts";
import { sampleCloudstack } from "../../_helpers/cloud-samples.ts";
import { type Commands, recordings, startReplayedCloudstack } from "../../_helpers/replayed-cloudstack.ts";
import type { ScriptedServer } from "../../_helpers/scripted-server.ts";

const servers: ScriptedServer[] = [];
let now = Date.now();
const clock = { now: () => new Date(now) };
const tools = {
  pause: async (ms: number) => {
    now += ms;
  },
  random: () => 0,
};

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function apiFor(commands: Commands): Promise<CloudstackApi> {
  now = Date.now();
  const server = await startReplayedCloudstack(commands, { now: clock.now });
  servers.push(server);
  const http = makeHttpClient({ secrets: [], tools });
  return makeCloudstackApi(http, sampleCloudstack({ apiUrl: `${server.url}/client/api` }), clock);
}

/** The recorded flow: a command's answers in order, a job's answers in order. */
function recordedFlow(): Commands {
  const left = [...recordings("jobs")];
  const take = (command: string, matches: (params: Readonly<Record<string, string>>) => boolean) => {
    const at = left.findIndex((recording) => recording.command === command && matches(recording.params));
    const [found] = left.splice(at, at < 0 ? 0 : 1);
    return found ?? { status: 500, body: {} };
  };
  return {
    deployVirtualMachine: () => take("deployVirtualMachine", () => true),
    stopVirtualMachine: (params) => take("stopVirtualMachine", ({ id }) => id === params.get("id")),
    startVirtualMachine: (params) => take("startVirtualMachine", ({ id }) => id === params.get("id")),
    queryAsyncJobResult: (params) => take("queryAsyncJobResult", ({ jobid }) => jobid === params.get("jobid")),
  };
}

test("knows the new machine's id at once and its facts when the recorded job has ended", async () => {
  const api = await apiFor(recordedFlow());

  const job = await startAsyncJob(api, "deployVirtualMachine", { name: "jv" });
  const result = await waitForAsyncJob(job.jobId, { api, clock, tools });

  expect(job).toEqual({
    jobId: "f1cd5010-c8ae-4705-9f3e-14537cc5c65c",
    objectId: "09ac135e-ce06-449b-a351-aa61703e0ef4",
  });
  expect(result).toMatchObject({ virtualmachine: { id: job.objectId, state: "Running" } });
});

test("reports the recorded second job on a machine by its own failure: start right after stop", async () => {
  const api = await apiFor(recordedFlow());
  const id = "09ac135e-ce06-449b-a351-aa61703e0ef4";

  const stop = await startAsyncJob(api, "stopVirtualMachine", { id });
  const start = await startAsyncJob(api, "startVirtualMachine", { id });

  expect(stop.jobId).not.toBe(start.jobId);
  await expect(waitForAsyncJob(start.jobId, { api, clock, tools })).rejects.toMatchObject({
    code: "cloud-refused",
    facts: { jobId: start.jobId, status: 431 },
  });
  await expect(waitForAsyncJob(stop.jobId, { api, clock, tools })).resolves.toMatchObject({
    virtualmachine: { id, state: "Stopped" },
  });
});

test.each(recordings("failed-jobs").map((recording) => [recording.params["jobid"] ?? "", recording] as const))(
  "reports the recorded failure of job %s with CloudStack's own text",
  async (jobId, recording) => {
    const api = await apiFor({ queryAsyncJobResult: () => recording });
    const { jobresult } = (
      recording.body as { queryasyncjobresultresponse: { jobresult: { errorcode: number; errortext: string } } }
    ).queryasyncjobresultresponse;

    const failed = waitForAsyncJob(jobId, { api, clock, tools });

    await expect(failed).rejects.toMatchObject({
      code: "cloud-refused",
      facts: { jobId, status: jobresult.errorcode, cloudMessage: jobresult.errortext },
    });
  },
);

test("gives up on a job that never ends, with the id to go on with", async () => {
  const api = await apiFor({
    queryAsyncJobResult: () => ({ body: { queryasyncjobresultresponse: { jobstatus: 0 } } }),
  });

  const wait = waitForAsyncJob("j-1", { api, clock, tools, limitMs: 60_000 });

  await expect(wait).rejects.toMatchObject({
    code: "cloud-unreachable",
    facts: { jobId: "j-1", reason: "job-unfinished", remedy: expect.stringContaining("same job") },
  });
});

test("outlives a management server that is away for a moment, but not one that stays away", async () => {
  const done = { jobstatus: 1, jobresult: { success: true } };
  const silent = () => Promise.reject(new AppError("cloud-unreachable", "away"));
  let missed = 0;
  const flaky: CloudstackApi = {
    list: () => Promise.reject(new TypeError("not asked")),
    call: async (_command, _parameters, schema) => (++missed <= 4 ? silent() : schema.parse(done)),
  };
  const gone: CloudstackApi = { ...flaky, call: silent };

  await expect(waitForAsyncJob("j-1", { api: flaky, clock, tools })).resolves.toEqual({ success: true });
  await expect(waitForAsyncJob("j-1", { api: gone, clock, tools })).rejects.toMatchObject({ message: "away" });
});
