import type { Invitation } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import type { InvitationStore } from "./organisation-ports.ts";

export interface ConsumeInvitationPorts {
  readonly store: InvitationStore;
  readonly clock: Clock;
}

/**
 * Uses an invitation up: takes it, so that nobody else can, lets `welcome` make or name the person, and makes them a
 * member of the invitation's organisation when it has one. When `welcome` throws, the link works again.
 *
 * @returns the id of the person
 * @throws AppError `link-not-valid`, and whatever `welcome` throws
 */
export type ConsumeInvitation = (
  tokenHash: string,
  welcome: (invitation: Invitation) => Promise<string>,
) => Promise<string>;

/** How an invitation becomes a membership; for sign-up and for people who have an account already. */
export function makeConsumeInvitation({ store, clock }: ConsumeInvitationPorts): ConsumeInvitation {
  return async (tokenHash, welcome) => {
    const invitation = await store.take(tokenHash, clock.now());
    if (invitation === null) throw linkNotValid();
    try {
      const userId = await welcome(invitation);
      const { organisationId, role } = invitation;
      if (organisationId !== null) await store.join(organisationId, userId, role ?? "member");
      return userId;
    } catch (error) {
      await store.giveBack(tokenHash);
      throw error;
    }
  };
}

export function linkNotValid(): AppError {
  return new AppError("link-not-valid", "The link is unknown, was used already, was withdrawn or is too old.");
}
