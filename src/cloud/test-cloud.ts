import type { ConnectionStep } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import { connectionOutcome } from "./connection-outcome.ts";
import type { CloudClients } from "./open-cloud-client.ts";
import type { CloudStore, ConnectionTestWish, OnStep } from "./ports.ts";

/** Tests a registered cloud, tells of each step as it ends, and notes the outcome on the cloud. Throws AppError("not-found"). */
export type TestCloud = (id: string, onStep?: OnStep, wish?: ConnectionTestWish) => Promise<readonly ConnectionStep[]>;

export function makeTestCloud({
  store,
  clients,
}: {
  readonly store: Pick<CloudStore, "find" | "update">;
  readonly clients: CloudClients;
}): TestCloud {
  return async (id, onStep, wish) => {
    const client = await clients(id);
    const steps = await client.testConnection(undefined, onStep, wish);
    const cloud = await store.find(id);
    if (cloud === null) throw new AppError("not-found", `There is no cloud ${id}.`, { cloudId: id });
    const { status, statusDetail } = connectionOutcome(steps);
    await store.update({ ...cloud, status, statusDetail });
    return steps;
  };
}
