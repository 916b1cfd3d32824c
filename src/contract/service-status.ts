import * as z from "zod";
import { RunStatus } from "./run.ts";

/** Whether Terraform and the providers run in a sandbox of their own (TWINSTACK_ENGINE_SANDBOX). */
export const EngineSandboxStatus = z
  .object({
    state: z.enum(["on", "off", "absent", "refused"]).meta({
      description:
        "on: every engine runs in it; off: an administrator does without; absent: it does not work here and one local user needs none; refused: it does not work here, and so no run starts",
    }),
    reason: z.string().nullable().meta({ description: "Why it is not on" }),
    bounds: z.array(z.string()).meta({ description: "What of this machine an engine cannot use up" }),
    gaps: z.array(z.string()).meta({ description: "What it does not hold back" }),
  })
  .meta({ id: "EngineSandboxStatus" });
export type EngineSandboxStatus = z.infer<typeof EngineSandboxStatus>;

/** A process that works on runs: the service itself, or one started with `npm run worker`. */
export const WorkerStatus = z
  .object({
    id: z.string(),
    host: z.string().meta({ description: "Name of the machine" }),
    version: z.string(),
    state: z.enum(["alive", "stopping", "lost"]).meta({ description: "lost: not seen for 15 seconds" }),
    startedAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime(),
    concurrency: z.int().meta({ description: "Runs it works on at once" }),
    active: z.int().meta({ description: "Runs in its hands" }),
  })
  .meta({ id: "WorkerStatus" });
export type WorkerStatus = z.infer<typeof WorkerStatus>;

/** What the service is and how it does. */
export const ServiceStatus = z
  .object({
    name: z.literal("twinstack"),
    version: z.string(),
    url: z.string().meta({ description: "Where people reach it" }),
    startedAt: z.iso.datetime(),
    engine: z.object({ kind: z.string(), version: z.string() }).nullable(),
    engineSandbox: EngineSandboxStatus,
    sandbox: z.boolean().meta({ description: "true: the clouds are the built-in try-out, no real machine is made" }),
    clouds: z.int(),
    runs: z.partialRecord(RunStatus, z.int()).meta({ description: "Unfinished runs by status" }),
    concurrency: z.int().meta({ description: "Runs worked on at once" }),
    workers: z.array(WorkerStatus).meta({ description: "Newest first; lost ones for a day" }),
  })
  .meta({ id: "ServiceStatus" });
export type ServiceStatus = z.infer<typeof ServiceStatus>;
