import type { Cloud, ConnectionStep } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import { connectionOutcome } from "./connection-outcome.ts";
import type { CloudClients } from "./open-cloud-client.ts";
import type { CloudStore, ConnectionTestWish, OfferedFile, OnStep } from "./ports.ts";

/** Tests a registered cloud, tells of each step as it ends, and notes the outcome on the cloud. Throws AppError("not-found"). */
export type TestCloud = (id: string, onStep?: OnStep, wish?: ConnectionTestWish) => Promise<readonly ConnectionStep[]>;

export function makeTestCloud({
  store,
  clients,
  offerTo,
}: {
  readonly store: Pick<CloudStore, "find" | "update">;
  readonly clients: CloudClients;
  /** What a cloud that fetches images by itself can be offered; null: no address is known for it. */
  readonly offerTo?: (cloud: Cloud) => (() => Promise<OfferedFile>) | null;
}): TestCloud {
  async function find(id: string): Promise<Cloud> {
    const cloud = await store.find(id);
    if (cloud === null) throw new AppError("not-found", `There is no cloud ${id}.`, { cloudId: id });
    return cloud;
  }

  return async (id, onStep, wish) => {
    const client = await clients(id);
    const offer = wish?.image === true && offerTo !== undefined ? { offer: offerTo(await find(id)) } : {};
    const steps = await client.testConnection(undefined, onStep, { ...wish, ...offer });
    const cloud = await find(id);
    const { status, statusDetail } = connectionOutcome(steps);
    await store.update({ ...cloud, status, statusDetail });
    return steps;
  };
}
