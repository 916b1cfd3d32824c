import * as z from "zod";
import { CloudKind } from "./cloud.ts";

/**
 * What a broken sandbox cloud does: answers late, refuses, is away altogether, never gets the request, does it without an
 * answer, does it twice; or lets CloudStack's async jobs take longer or fail.
 */
export const SandboxEffect = z.enum([
  "delay",
  "error",
  "outage",
  "lost-request",
  "lost-answer",
  "duplicate",
  "late-end",
  "failed-end",
]);
export type SandboxEffect = z.infer<typeof SandboxEffect>;

const fields = {
  site: CloudKind.meta({ description: "Which of the two sandbox clouds" }),
  effect: SandboxEffect,
  call: z.string().trim().min(1).max(200).nullable().meta({
    description:
      "Which calls; null: all. CloudStack: a command such as deployVirtualMachine. OpenStack: a part of the address, with a method before it if wanted, such as POST /servers",
  }),
  delayMs: z.int().min(1).max(600_000).meta({ description: "How much later, for delay and late-end" }),
  status: z.int().min(400).max(599).meta({ description: "HTTP status of an error" }),
  times: z.int().min(1).max(10_000).nullable().meta({ description: "How often it strikes; null: until it is healed" }),
};

/** Breaks a sandbox cloud on purpose. */
export const SandboxFaultRequest = z
  .strictObject({
    ...fields,
    call: fields.call.default(null),
    delayMs: fields.delayMs.default(5_000),
    status: fields.status.default(503),
    times: fields.times.default(null),
  })
  .refine((fault) => !fault.effect.endsWith("-end") || fault.site === "cloudstack", {
    path: ["effect"],
    message: "only CloudStack has async jobs; choose another effect for OpenStack",
  })
  .refine((fault) => fault.effect !== "outage" || fault.call === null, {
    path: ["call"],
    message: "an outage is of all calls; leave call out",
  })
  .meta({ id: "SandboxFaultRequest" });
export type SandboxFaultRequest = z.infer<typeof SandboxFaultRequest>;

/** A fault that a sandbox cloud has now; a restart heals all. */
export const SandboxFault = z
  .object({ id: z.string(), ...fields, delayMs: fields.delayMs.nullable(), status: fields.status.nullable() })
  .meta({ id: "SandboxFault" });
export type SandboxFault = z.infer<typeof SandboxFault>;
