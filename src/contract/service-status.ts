import * as z from "zod";
import { RunStatus } from "./run.ts";

/** What the service is and how it does. */
export const ServiceStatus = z
  .object({
    name: z.literal("twinstack"),
    version: z.string(),
    url: z.string().meta({ description: "Where people reach it" }),
    startedAt: z.iso.datetime(),
    engine: z.object({ kind: z.string(), version: z.string() }).nullable(),
    sandbox: z.boolean().meta({ description: "true: the clouds are the built-in try-out, no real machine is made" }),
    clouds: z.int(),
    runs: z.partialRecord(RunStatus, z.int()).meta({ description: "Unfinished runs by status" }),
    concurrency: z.int().meta({ description: "Runs worked on at once" }),
  })
  .meta({ id: "ServiceStatus" });
export type ServiceStatus = z.infer<typeof ServiceStatus>;
