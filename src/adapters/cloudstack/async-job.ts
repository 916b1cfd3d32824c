import { AppError } from "../../kernel/app-error.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { RetryTools } from "../http/retry-safely.ts";
import { JobAnswer, JobError, StartedJob } from "./answers.ts";
import type { CloudstackApi } from "./cloudstack-api.ts";
import type { Parameters } from "./sign-request.ts";

/** CloudStack's asynchronous job. Its id can be stored and waited for later, by another process too. */
export interface AsyncJob {
  readonly jobId: string;
  /** What is being made, known at once for create commands. */
  readonly objectId: string | null;
}

export interface AsyncJobWait {
  readonly api: CloudstackApi;
  readonly clock: Clock;
  readonly tools: RetryTools;
  readonly limitMs?: number;
  readonly signal?: AbortSignal;
}

const DEFAULT_LIMIT_MS = 60 * 60_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
const MOST_MISSED_ANSWERS = 5;

/** Starts an asynchronous command. Parameter and limit errors usually come at once, without a job. */
export async function startAsyncJob(
  api: CloudstackApi,
  command: string,
  parameters: Parameters,
  signal?: AbortSignal,
): Promise<AsyncJob> {
  const { jobid, id } = await api.call(command, parameters, StartedJob, signal);
  return { jobId: jobid, objectId: id ?? null };
}

/**
 * Asks until the job has ended and gives its `jobresult`. A failed job is AppError("cloud-refused") with CloudStack's
 * text; one that is not over in time is AppError("cloud-unreachable") with the `jobId` to go on with.
 */
export async function waitForAsyncJob(jobId: string, wait: AsyncJobWait): Promise<unknown> {
  const end = wait.clock.now().getTime() + (wait.limitMs ?? DEFAULT_LIMIT_MS);
  let pauseMs = FIRST_PAUSE_MS;
  let missed = 0;
  while (wait.signal?.aborted !== true && wait.clock.now().getTime() < end) {
    const answer = await ask(jobId, wait);
    missed = answer instanceof AppError ? missed + 1 : 0;
    if (answer instanceof AppError) {
      if (missed > MOST_MISSED_ANSWERS) throw answer;
    } else if (answer.jobstatus === 1) {
      return answer.jobresult;
    } else if (answer.jobstatus === 2) {
      throw failed(jobId, answer.jobresult, answer.jobresultcode ?? null);
    }
    await wait.tools.pause(pauseMs, wait.signal);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
  throw new AppError("cloud-unreachable", `CloudStack's async job ${jobId} is not over yet; it may still end well.`, {
    jobId,
    reason: "job-unfinished",
    remedy: "Wait for the same job again instead of starting the command a second time.",
  });
}

/** A job goes on when one question about it fails, so an unreachable cloud is a value here. */
async function ask(jobId: string, { api, signal }: AsyncJobWait) {
  try {
    return await api.call("queryAsyncJobResult", { jobid: jobId }, JobAnswer, signal);
  } catch (error) {
    if (error instanceof AppError && error.code === "cloud-unreachable") return error;
    throw error;
  }
}

function failed(jobId: string, result: unknown, code: number | null): AppError {
  const { errorcode, errortext } = JobError.safeParse(result).data ?? {};
  const status = errorcode ?? code;
  return new AppError(
    "cloud-refused",
    `CloudStack's async job ${jobId} failed (${status}): ${errortext ?? "no reason"}`,
    {
      jobId,
      status,
      cloudMessage: errortext ?? null,
    },
  );
}
