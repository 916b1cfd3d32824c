import type { Invitation, Member, MemberRole, Organisation } from "../contract/index.ts";

export interface NewOrganisation {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly createdAt: Date;
}

/** Organisations and who belongs to them. Two changes of one organisation's members queue up on its row. */
export interface OrganisationStore {
  /** Throws AppError("name-taken"). */
  create(organisation: NewOrganisation, ownerId: string): Promise<void>;
  /** As this person sees it; null when they are no member. */
  find(id: string, userId: string): Promise<Organisation | null>;
  /** Everything the person belongs to, by handle. */
  list(userId: string): Promise<readonly Organisation[]>;
  /** Throws AppError("name-taken"). */
  rename(
    id: string,
    change: { readonly handle?: string | undefined; readonly name?: string | undefined },
  ): Promise<void>;
  /** Throws AppError("organisation-not-empty") naming what it still owns. */
  remove(id: string): Promise<void>;
  members(id: string): Promise<readonly Member[]>;
  /** Throws AppError("last-owner"); false when the person is no member. */
  changeRole(id: string, userId: string, role: MemberRole): Promise<boolean>;
  /** Also withdraws the invitations the person made. Throws AppError("last-owner"); false when they are no member. */
  removeMember(id: string, userId: string): Promise<boolean>;
}

export interface NewInvitation {
  readonly id: string;
  readonly tokenHash: string;
  readonly organisationId: string | null;
  readonly role: MemberRole | null;
  readonly email: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Links into an organisation or onto the site. Only their SHA-256 is stored, and each works once. */
export interface InvitationStore {
  create(invitation: NewInvitation): Promise<void>;
  /** Those that still work; `null` for the site's own. */
  list(organisationId: string | null, now: Date): Promise<readonly Invitation[]>;
  /** False when there is no such invitation. */
  withdraw(organisationId: string | null, id: string): Promise<boolean>;
  /** Null when it is unknown, used, withdrawn or too old. */
  find(tokenHash: string, now: Date): Promise<Invitation | null>;
  /** Like `find`, and nobody can take it again. */
  take(tokenHash: string, now: Date): Promise<Invitation | null>;
  /** Makes a taken invitation work again. */
  giveBack(tokenHash: string): Promise<void>;
  /** A person who is a member already keeps their role. */
  join(organisationId: string, userId: string, role: MemberRole): Promise<void>;
}

/** Sends one mail of plain text; false when the service cannot send mail. */
export type SendInvitation = (message: {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}) => Promise<boolean>;
