import * as z from "zod";
import type { MachinePower } from "../../cloud/ports.ts";
import type { PowerVerb } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import { Server } from "./answers.ts";
import type { OpenstackApi } from "./openstack-api.ts";
import { powerStateOf } from "./power-state.ts";

const ServerAnswer = z.object({ server: Server });
const ActionsAnswer = z.object({
  instanceActions: z.array(z.object({ action: z.string(), request_id: z.string(), start_time: z.string() })),
});

const GONE = 404;
const WRONG_STATE = 409;

/**
 * Power by Nova's server actions (`POST /servers/{id}/action`), which answer 202 before anything has happened: the task
 * state is set by then, and is gone when it is done. An action in the wrong state is refused with 409. What has arrived
 * stands in `os-instance-actions`, under the request's id.
 */
export function makeOpenstackPower(api: OpenstackApi): MachinePower {
  return {
    async look(instanceId, signal) {
      try {
        const { server } = await api.get("compute", `/servers/${instanceId}`, ServerAnswer, signal);
        const task = server["OS-EXT-STS:task_state"] ?? null;
        return {
          powerState: powerStateOf(server.status, task),
          busy: task !== null || BUSY.has(server.status),
          cloudStatus: task === null ? server.status : `${server.status}, ${task}`,
        };
      } catch (error) {
        if (statusOf(error) === GONE) return null;
        throw error;
      }
    },

    async lastAct(instanceId, verb, signal) {
      const path = `/servers/${instanceId}/os-instance-actions`;
      const { instanceActions } = await api.get("compute", path, ActionsAnswer, signal);
      const acts = instanceActions.filter(({ action }) => action === verb);
      // Counted as well: start times are whole seconds on many clouds, so that the newest of two may be either.
      const newest = acts.toSorted((one, other) => other.start_time.localeCompare(one.start_time))[0];
      return newest === undefined ? "" : `${acts.length} ${newest.request_id}`;
    },

    async send(instanceId, { action, hard }, signal) {
      const body = bodyOf(action, hard);
      try {
        await api.change({ method: "POST", service: "compute", path: `/servers/${instanceId}/action`, body }, signal);
        return null;
      } catch (error) {
        if (statusOf(error) !== WRONG_STATE || !(error instanceof AppError)) throw error;
        throw new AppError("wrong-power-state", error.message, error.facts);
      }
    },

    hasEnded: () => Promise.resolve(true),
  };
}

/** They last for a moment without a task on some releases. */
const BUSY = new Set(["REBOOT", "HARD_REBOOT", "BUILD", "REBUILD", "RESIZE", "MIGRATING"]);

function bodyOf(action: PowerVerb, hard: boolean): unknown {
  switch (action) {
    case "start":
      return { "os-start": null };
    case "stop":
      return { "os-stop": null };
    case "reboot":
      return { reboot: { type: hard ? "HARD" : "SOFT" } };
  }
}

function statusOf(error: unknown): unknown {
  return error instanceof AppError ? error.facts["status"] : null;
}
