import type { CloudClient, MachinePower } from "../../src/cloud/index.ts";
import type { CloudKind } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { IDS } from "../_helpers/samples.ts";
import { CloudTrouble, type FakeCloud } from "./fake-cloud.ts";
import type { VirtualProcess } from "./virtual-process.ts";

/** The service's own HTTP client waits no longer for one answer (src/adapters/http). */
const ANSWER_PATIENCE_MS = 20_000;

/** The service's own client of a cloud, as far as repair uses it. */
export function cloudClient(process: VirtualProcess, cloud: FakeCloud): CloudClient {
  async function asked<T>(call: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    try {
      return await Promise.race([call, impatience(process, signal)]);
    } catch (error) {
      if (error instanceof CloudTrouble) throw new AppError("cloud-unreachable", error.message);
      throw error;
    }
  }

  return {
    testConnection: () => refuse("testConnection"),
    readCatalog: () => refuse("readCatalog"),
    readCapacity: () => refuse("readCapacity"),
    observeInstances: () => refuse("observeInstances"),
    finishObject: () => refuse("finishObject"),
    listMarked: ({ workspaceId }, signal) => asked(cloud.list(process, workspaceId), signal),
    removeObject: ({ id }, signal) => asked(cloud.remove(process, id), signal),
    power: powerOf(process, cloud, asked),
  };
}

type Asked = <T>(call: Promise<T>, signal: AbortSignal | undefined) => Promise<T>;

/** As the adapters of src/adapters/openstack and src/adapters/cloudstack answer. */
function powerOf(process: VirtualProcess, { power }: FakeCloud, asked: Asked): MachinePower {
  return {
    look: (id, signal) => asked(power.look(process, id), signal),
    lastAct: (id, verb, signal) => asked(power.lastAct(process, id, verb), signal),
    async send(id, { action }, signal) {
      const answer = await asked(power.send(process, id, action), signal);
      if (answer === "gone") throw new AppError("cloud-refused", `There is no machine ${id}.`);
      if (answer === "wrong state") throw new AppError("wrong-power-state", `${id} cannot ${action} now.`);
      return answer.ticket;
    },
    async hasEnded(ticket, signal) {
      const end = await asked(power.ticketOf(process, ticket), signal);
      if (end === "failed") throw new AppError("cloud-refused", `The cloud could not do ${ticket}.`);
      return end === "done";
    },
  };
}

function impatience(process: VirtualProcess, signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    process.after(ANSWER_PATIENCE_MS, () => reject(new CloudTrouble("no answer in time")));
    signal?.addEventListener("abort", () => reject(new CloudTrouble("given up")), { once: true });
  });
}

export function siteOfCloud(cloudId: string): CloudKind {
  return cloudId === IDS.cloudstack ? "cloudstack" : "openstack";
}

function refuse(what: string): never {
  throw new Error(`The simulation has no ${what}.`);
}
