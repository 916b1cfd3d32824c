import * as z from "zod";
import type { CloudObject } from "../../cloud/ports.ts";
import { AppError } from "../../kernel/app-error.ts";
import { type AsyncJobWait, startAsyncJob, waitForAsyncJob } from "./async-job.ts";
import type { Parameters } from "./sign-request.ts";

/** CloudStack answers 431 for an id that does not exist any more. */
const UNKNOWN = 431;
const MAY_NOT = new Set([530, 531, 432]);
const Success = z.object({ success: z.union([z.boolean(), z.string()]).nullish() });

/** Removes one object and waits for CloudStack's async job to the end; what is gone already counts as removed. */
export async function removeCloudstackObject(object: CloudObject, wait: AsyncJobWait): Promise<void> {
  const { id, facts } = object;
  switch (object.kind) {
    case "machine":
      return removeMachine(object, wait);
    case "volume":
      if (facts["machineId"]) await perform("detachVolume", { id }, wait);
      return unlessGone(async () => {
        await wait.api.call("deleteVolume", { id }, Success, wait.signal);
      });
    case "public-address":
      return perform("disassociateIpAddress", { id }, wait);
    case "network":
      return perform("deleteNetwork", { id }, wait);
    case "firewall-rule":
      return perform("deleteFirewallRule", { id }, wait);
    case "egress-rule":
      return perform("deleteEgressFirewallRule", { id }, wait);
    case "static-nat":
      return perform("disableStaticNat", { ipaddressid: id }, wait);
    default:
      return;
  }
}

/** Where the account may not expunge, a destroyed machine holds its network for about a day (clouds.md C9). */
async function removeMachine({ id, facts }: CloudObject, wait: AsyncJobWait): Promise<void> {
  // A job that still works on it would be judged against a state of its own later.
  if (facts["jobId"]) await waitForAsyncJob(facts["jobId"], wait).catch(() => undefined);
  try {
    await perform("destroyVirtualMachine", { id, expunge: "true" }, wait);
  } catch (error) {
    if (!(error instanceof AppError) || !MAY_NOT.has(Number(error.facts["status"]))) throw error;
    await perform("destroyVirtualMachine", { id }, wait);
  }
}

async function perform(command: string, parameters: Parameters, wait: AsyncJobWait): Promise<void> {
  await unlessGone(async () => {
    const { jobId } = await startAsyncJob(wait.api, command, parameters, wait.signal);
    await waitForAsyncJob(jobId, wait);
  });
}

async function unlessGone(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const gone = error instanceof AppError && error.facts["status"] === UNKNOWN && saysUnknown(error);
    if (!gone) throw error;
  }
}

/** The same number stands for wrong states, so only these words count. */
function saysUnknown(error: AppError): boolean {
  return /does not exist|unable to find|invalid parameter id value/i.test(String(error.facts["cloudMessage"]));
}
