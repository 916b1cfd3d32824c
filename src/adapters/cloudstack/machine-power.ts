import * as z from "zod";
import type { MachinePower } from "../../cloud/ports.ts";
import type { PowerVerb } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import { JobAnswer, JobError, StartedJob } from "./answers.ts";
import type { CloudstackApi } from "./cloudstack-api.ts";
import { powerStateOf } from "./power-state.ts";
import type { Parameters } from "./sign-request.ts";

const Machine = z.object({
  id: z.string(),
  state: z.string(),
  jobid: z.string().nullish(),
  jobstatus: z.union([z.int(), z.string()]).nullish(),
});
const Event = z.object({ id: z.string(), created: z.string().nullish() });
const Events = z.object({ event: z.array(Event).nullish() });

const COMMANDS: Readonly<Record<PowerVerb, string>> = {
  start: "startVirtualMachine",
  stop: "stopVirtualMachine",
  reboot: "rebootVirtualMachine",
};
const EVENT_TYPES: Readonly<Record<PowerVerb, string>> = { start: "VM.START", stop: "VM.STOP", reboot: "VM.REBOOT" };
const MOVING = new Set(["Starting", "Stopping", "Migrating", "Restoring"]);
/** A parameter is wrong, what it names is gone, or (inside a job) the machine's state does not allow it. */
const UNFIT = 431;

/**
 * Power by CloudStack's async jobs: the command answers a job's id at once and is judged by the machine's state only
 * when the job runs, so that a refusal is a failed job. What has arrived stands in `listEvents`.
 */
export function makeCloudstackPower(api: CloudstackApi, projectId: string | undefined): MachinePower {
  const project: Parameters = projectId === undefined ? {} : { projectid: projectId };
  return {
    async look(instanceId, signal) {
      const machine = await findMachine(instanceId, signal);
      if (machine === null || powerStateOf(machine.state) === "absent") return null;
      const working = Boolean(machine.jobid) && Number(machine.jobstatus) === 0;
      return {
        powerState: powerStateOf(machine.state),
        busy: working || MOVING.has(machine.state),
        cloudStatus: machine.state,
      };
    },

    async lastAct(instanceId, verb, signal) {
      const about = { type: EVENT_TYPES[verb], resourceid: instanceId, resourcetype: "VirtualMachine" };
      // Newest first, and only that one: an account's history is long.
      const asked = { ...about, ...project, page: "1", pagesize: "1" };
      const { event } = await api.call("listEvents", asked, Events, signal);
      return event?.[0]?.id ?? "";
    },

    async send(instanceId, { action, hard }, signal) {
      const forced = action === "reboot" && hard ? { forced: "true" } : {};
      const { jobid } = await api.call(COMMANDS[action], { id: instanceId, ...forced }, StartedJob, signal);
      return jobid;
    },

    async hasEnded(ticket, signal) {
      const answer = await api.call("queryAsyncJobResult", { jobid: ticket }, JobAnswer, signal);
      if (answer.jobstatus === 2) throw failed(ticket, answer);
      return answer.jobstatus === 1;
    },
  };

  async function findMachine(id: string, signal: AbortSignal | undefined) {
    try {
      const found = await api.list("listVirtualMachines", { id, ...project }, "virtualmachine", Machine, signal);
      return found.find((machine) => machine.id === id) ?? null;
    } catch (error) {
      if (error instanceof AppError && error.facts["status"] === UNFIT) return null;
      throw error;
    }
  }
}

function failed(ticket: string, { jobresult, jobresultcode }: z.infer<typeof JobAnswer>): AppError {
  const { errorcode, errortext } = JobError.safeParse(jobresult).data ?? {};
  const status = errorcode ?? jobresultcode ?? null;
  const code = status === UNFIT ? "wrong-power-state" : "cloud-refused";
  const text = `CloudStack's async job ${ticket} failed (${status}): ${errortext ?? "no reason given"}`;
  return new AppError(code, text, { jobId: ticket, status, cloudMessage: errortext ?? null });
}
