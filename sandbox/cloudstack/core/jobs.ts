import { viewerOf } from "./access.ts";
import { ApiError } from "./api-error.ts";
import type { AsyncCommand, Call, JobContext, Json, Surroundings } from "./command.ts";
import type { CommandFaults } from "./command-faults.ts";
import { addEvent } from "./events.ts";
import type { Latency } from "./latency.ts";
import type { AsyncJob } from "./model.ts";
import { timestamp } from "./timestamp.ts";
import type { World } from "./world.ts";

/** Runs async commands and keeps their jobs. */
export interface Jobs {
  /** Takes a call on; answers with the job's id and, for creations, the object's. */
  submit(command: AsyncCommand, call: Call): Promise<Json>;
  /** Takes up the jobs a stopped sandbox left pending. */
  resume(): void;
  /** Every pending job ends now, however long it was to take. */
  hurry(): void;
  close(): void;
}

export interface JobsOptions {
  surroundings: Surroundings;
  commandOf(name: string): AsyncCommand | undefined;
  latency: Latency;
  faults: CommandFaults;
}

const PACKAGE = "org.apache.cloudstack.api.command";
const FAILS_AFTER_MS = 1;
const JOBS_KEPT = 1000;

export function makeJobs({ surroundings, commandOf, latency, faults }: JobsOptions): Jobs {
  const waiting = new Map<NodeJS.Timeout, () => void | Promise<void>>();
  const { world, changed } = surroundings;

  async function submit(command: AsyncCommand, call: Call): Promise<Json> {
    const { work, instanceId, answersId } = await command.admit(call);
    const duration = latency.ofJob(call.command) + (faults.strike("job-delay", call.command)?.ms ?? 0);
    const job = world.tables.jobs.add({
      ...world.newRow("job"),
      accountId: call.caller.account.id,
      userId: call.caller.user.id,
      command: call.command,
      javaClass: javaClassOf(command, call.caller.isRootAdmin),
      status: 0,
      resultCode: 0,
      ...(command.instanceType === undefined ? {} : { instanceType: command.instanceType }),
      ...(instanceId === undefined || command.hidesInstance ? {} : { instanceId }),
      work: { ...work },
      dueAt: Date.now() + duration,
    });
    forgetOldJobs(world);
    begin(command, contextOf(job), duration);
    changed();
    return answersId === true ? { id: instanceId, jobid: job.id } : { jobid: job.id };
  }

  function begin(command: AsyncCommand, context: JobContext, duration: number): void {
    try {
      command.start?.(context, context.job.work);
      later(duration, () => settle(command, context));
    } catch (error) {
      later(FAILS_AFTER_MS, () => fail(context, error));
    }
  }

  async function settle(command: AsyncCommand, context: JobContext): Promise<void> {
    const { job } = context;
    try {
      const fault = faults.strike("job-error", job.command);
      if (fault) throw new ApiError(fault.status ?? 530, fault.text ?? failureText(command, context));
      const result = await command.finish(context, job.work);
      Object.assign(job, { status: 1, result, completed: timestamp() } satisfies Partial<AsyncJob>);
      addEvent(context, command.eventType, "INFO");
    } catch (error) {
      // Cut short by the end of the sandbox: the next one takes the job up again.
      if (surroundings.closing.aborted) return;
      command.abandon?.(context, job.work);
      fail(context, error);
      addEvent(context, command.eventType, "ERROR");
    }
    changed();
  }

  function fail({ job }: JobContext, error: unknown): void {
    const errorcode = error instanceof ApiError ? error.errorcode : 530;
    const errortext = error instanceof Error ? error.message : String(error);
    const result = { errorcode, errortext };
    Object.assign(job, {
      status: 2,
      resultCode: errorcode,
      result,
      completed: timestamp(),
    } satisfies Partial<AsyncJob>);
    changed();
  }

  function contextOf(job: AsyncJob): JobContext {
    return { ...surroundings, job, caller: viewerOf(world, world.tables.users.must(job.userId)) };
  }

  function later(ms: number, act: () => void | Promise<void>): void {
    const timer = setTimeout(() => {
      waiting.delete(timer);
      void act();
    }, ms);
    waiting.set(timer, act);
  }

  function resume(): void {
    for (const job of world.tables.jobs.where((j) => j.status === 0)) {
      const command = commandOf(job.command);
      const context = contextOf(job);
      if (command) later(Math.max(FAILS_AFTER_MS, job.dueAt - Date.now()), () => settle(command, context));
      else fail(context, new Error("the sandbox no longer knows this command"));
    }
  }

  function hurry(): void {
    const acts = [...waiting.values()];
    close();
    for (const act of acts) void act();
  }

  function close(): void {
    for (const timer of waiting.keys()) clearTimeout(timer);
    waiting.clear();
  }

  return { submit, resume, hurry, close };
}

/** A real server forgets jobs after a day; here the oldest go first. */
function forgetOldJobs({ tables }: World): void {
  const surplus = tables.jobs.all().slice(0, -JOBS_KEPT);
  for (const job of surplus) if (job.status !== 0) tables.jobs.delete(job.id);
}

function failureText(command: AsyncCommand, context: JobContext): string {
  return command.failureText?.(context, context.job.work) ?? "Failed by the sandbox's fault switch";
}

function javaClassOf({ javaClass, byAdmin }: AsyncCommand, isRootAdmin: boolean): string {
  if (byAdmin !== true || !isRootAdmin) return `${PACKAGE}.${javaClass}`;
  return `${PACKAGE}.${javaClass.replace(/^user\./, "admin.")}ByAdmin`;
}
