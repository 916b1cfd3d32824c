import type { PowerAction } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { PowerStore } from "./ports.ts";
import { presentPower } from "./present-power.ts";

/** Takes a power action back while the cloud was not told. Throws AppError: not-found, illegal-transition. */
export function makeCancelPower(store: Pick<PowerStore, "find" | "cancel">) {
  return async function cancelPower(workspaceId: string, id: string): Promise<PowerAction> {
    const canceled = await store.cancel(workspaceId, id, "It was taken back before the cloud was told.");
    if (canceled !== null) return presentPower(canceled);
    const present = await store.find(workspaceId, id);
    if (present === null) throw new AppError("not-found", `There is no power action ${id}.`, { id });
    const why = present.finishedAt === null ? "The cloud has been told already." : `It is ${present.status}.`;
    throw new AppError("illegal-transition", `This cannot be taken back. ${why}`, { id, status: present.status });
  };
}
