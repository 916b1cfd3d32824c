import { faultRefusal } from "../core/fault.ts";
import type { Refusal } from "../core/refusal.ts";
import type { Server } from "./compute-state.ts";
import { vmStateOf } from "./server-status.ts";

export function serverNotFound(id: string): Refusal {
  return faultRefusal(404, `Instance ${id} could not be found.`);
}

/** The refusal of an action that does not fit what the server is or is doing. */
export function wrongState(server: Server, action: string): Refusal {
  const where = server.taskState === null ? `vm_state ${vmStateOf(server.status)}` : `task_state ${server.taskState}`;
  return faultRefusal(409, `Cannot '${action}' instance ${server.id} while it is in ${where}`);
}

export function locked(server: Server): Refusal {
  return faultRefusal(409, `Instance ${server.id} is locked`);
}

export function invalidBlockDevice(text: string): Refusal {
  return faultRefusal(400, `Block Device Mapping is Invalid: ${text}`);
}

export function invalidField(field: string, value: unknown, text: string): Refusal {
  return faultRefusal(400, `Invalid input for field/attribute ${field}. Value: ${JSON.stringify(value)}. ${text}`);
}
