import type { Transfer } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Principal, TransferStore } from "./ports.ts";

const OFFER_LIFE_MS = 14 * 86_400_000;

export interface TransferPorts {
  readonly store: TransferStore;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** Workspaces that change hands: one side offers, the other accepts. The principal acts for either side's account. */
export interface Transfers {
  list(principal: Principal): Promise<readonly Transfer[]>;
  /** Throws AppError: not-found, transfer-refused. */
  offer(principal: Principal, workspaceId: string, to: string): Promise<Transfer>;
  withdraw(principal: Principal, workspaceId: string): Promise<void>;
  /** Gives the workspace's id. Throws AppError: not-found, run-active, state-locked, name-taken, transfer-refused. */
  accept(principal: Principal, id: string): Promise<string>;
  decline(principal: Principal, id: string): Promise<void>;
}

export function makeTransfers({ store, clock, newId }: TransferPorts): Transfers {
  return {
    list: ({ accountId }) => store.list(accountId, clock.now()),

    async offer({ accountId, userId }, workspaceId, to) {
      const toId = await store.accountNamed(to);
      if (toId === null) throw new AppError("not-found", `There is no account "${to}".`, { to });
      if (toId === accountId) throw new AppError("transfer-refused", "The workspace is theirs already.", { to });
      const offeredAt = clock.now();
      const expiresAt = new Date(offeredAt.getTime() + OFFER_LIFE_MS);
      const id = newId();
      await store.offer({ id, workspaceId, fromId: accountId, toId, offeredBy: userId, offeredAt, expiresAt });
      const made = (await store.list(accountId, offeredAt)).find((transfer) => transfer.id === id);
      if (made === undefined) throw noOffer(id);
      return made;
    },

    async withdraw({ accountId }, workspaceId) {
      if (await store.withdraw(accountId, workspaceId)) return;
      throw new AppError("not-found", "The workspace is offered to nobody.", { workspaceId });
    },

    accept: ({ accountId }, id) => store.accept(accountId, id, clock.now()),

    async decline({ accountId }, id) {
      if (!(await store.decline(accountId, id))) throw noOffer(id);
    },
  };
}

function noOffer(id: string): AppError {
  return new AppError("not-found", `There is no offer ${id} to this account.`, { transferId: id });
}
