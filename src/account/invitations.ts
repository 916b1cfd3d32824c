import type { Invitation, InvitationReceipt, InvitationRequest, Organisation } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import { type ConsumeInvitation, linkNotValid } from "./consume-invitation.ts";
import type { InvitationStore, OrganisationStore, Principal, SendInvitation } from "./ports.ts";
import { requireMembership, requireScope, requireSiteAdmin } from "./require-right.ts";

const DAY_MS = 86_400_000;

export interface InvitationPorts {
  readonly store: InvitationStore;
  readonly organisations: Pick<OrganisationStore, "find">;
  readonly consume: ConsumeInvitation;
  readonly send: SendInvitation;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly newToken: () => string;
  readonly sha256: (text: string) => string;
  readonly publicUrl: () => string;
}

/** Links that let people in. `organisationId` is null for invitations onto the site, which its administrators make. */
export interface Invitations {
  create(principal: Principal, organisationId: string | null, request: InvitationRequest): Promise<InvitationReceipt>;
  list(principal: Principal, organisationId: string | null): Promise<readonly Invitation[]>;
  /** Throws AppError: not-found. */
  withdraw(principal: Principal, organisationId: string | null, id: string): Promise<void>;
  /** What a link would lead into, for whoever holds it. Throws AppError: link-not-valid. */
  look(token: string): Promise<Invitation>;
  /** Throws AppError: link-not-valid, already-member. */
  accept(principal: Principal, token: string): Promise<Organisation>;
}

export function makeInvitations(ports: InvitationPorts): Invitations {
  const { store, organisations, clock } = ports;

  /** Null for the site itself. */
  async function mayInvite(principal: Principal, organisationId: string | null): Promise<Organisation | null> {
    if (organisationId !== null) return requireMembership(organisations, principal, organisationId, "manage");
    requireSiteAdmin(principal);
    return null;
  }

  async function look(token: string): Promise<Invitation> {
    const invitation = await store.find(ports.sha256(token), clock.now());
    if (invitation === null) throw linkNotValid();
    return invitation;
  }

  return {
    look,

    async create(principal, organisationId, { email = null, role, expiresInDays }) {
      const organisation = await mayInvite(principal, organisationId);
      const token = ports.newToken();
      const now = clock.now();
      const invitation = {
        id: ports.newId(),
        organisationId,
        role: organisationId === null ? null : role,
        email,
        createdBy: principal.userId,
        createdAt: now,
        expiresAt: new Date(now.getTime() + expiresInDays * DAY_MS),
      };
      await store.create({ ...invitation, tokenHash: ports.sha256(token) });
      const shown: Invitation = {
        ...invitation,
        organisationName: organisation?.name ?? null,
        createdAt: now.toISOString(),
        expiresAt: invitation.expiresAt.toISOString(),
      };
      // Behind the #, a token is sent to no server and stands in no log of one.
      const link = `${ports.publicUrl()}/invitation#token=${token}`;
      const mailed = email !== null && (await ports.send({ to: email, ...letter(principal, shown, link) }));
      return { invitation: shown, link, token, mailed };
    },

    async list(principal, organisationId) {
      await mayInvite(principal, organisationId);
      return store.list(organisationId, clock.now());
    },

    async withdraw(principal, organisationId, id) {
      await mayInvite(principal, organisationId);
      if (await store.withdraw(organisationId, id)) return;
      throw new AppError("not-found", `There is no open invitation ${id}.`, { invitationId: id });
    },

    async accept(principal, token) {
      requireScope(principal, "manage");
      const { organisationId } = await look(token);
      if (organisationId === null) {
        throw new AppError("already-member", "The link makes an account, and you have one.");
      }
      if ((await organisations.find(organisationId, principal.userId)) !== null) {
        throw new AppError("already-member", "You are a member of this organisation already.", { organisationId });
      }
      await ports.consume(ports.sha256(token), async () => principal.userId);
      return requireMembership(organisations, principal, organisationId, "view");
    },
  };
}

function letter(principal: Principal, invitation: Invitation, link: string) {
  const into = invitation.organisationName ?? "TwinStack";
  return {
    subject: `${principal.name} invites you to ${into}`,
    text: [
      `${principal.name} invites you to ${into}.`,
      `Follow this link to accept; it works once, until ${invitation.expiresAt.slice(0, 10)}:`,
      link,
      "If you did not expect this, do nothing.",
    ].join("\n\n"),
  };
}
