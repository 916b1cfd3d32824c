import type {
  Invitation,
  InvitationReceipt,
  Member,
  MemberRole,
  Organisation,
  OrganisationChange,
} from "../../src/contract/index.ts";
import { call, listOf } from "./call.ts";

export interface InvitationWish {
  readonly role: MemberRole;
  readonly expiresInDays: number;
  readonly email?: string;
}

export const organisationsKey = ["organisations"] as const;
export const membersKey = (id: string) => ["organisations", id, "members"] as const;
export const invitationsKey = (id: string) => ["organisations", id, "invitations"] as const;

export const readOrganisations = () => listOf<Organisation>("/organisations");

/** @param name left out: the handle */
export const makeOrganisation = (handle: string, name: string | undefined) =>
  call<Organisation>("POST", "/organisations", { body: { handle, ...(name !== undefined && { name }) } });
export const changeOrganisation = (id: string, change: OrganisationChange) =>
  call<Organisation>("PATCH", `/organisations/${id}`, { body: change });
export const deleteOrganisation = (id: string) => call<void>("DELETE", `/organisations/${id}`);
export const leaveOrganisation = (id: string) => call<void>("POST", `/organisations/${id}/leave`);

export const readMembers = (id: string) => listOf<Member>(`/organisations/${id}/members`);
export const changeRole = (id: string, userId: string, role: MemberRole) =>
  call<void>("PATCH", `/organisations/${id}/members/${userId}`, { body: { role } });
export const removeMember = (id: string, userId: string) =>
  call<void>("DELETE", `/organisations/${id}/members/${userId}`);

export const readInvitations = (id: string) => listOf<Invitation>(`/organisations/${id}/invitations`);
export const invite = (id: string, wish: InvitationWish) =>
  call<InvitationReceipt>("POST", `/organisations/${id}/invitations`, { body: wish });
export const withdrawInvitation = (id: string, invitationId: string) =>
  call<void>("DELETE", `/organisations/${id}/invitations/${invitationId}`);
/** @param token the secret part of an invitation's link */
export const acceptInvitation = (token: string) =>
  call<Organisation>("POST", "/invitations/accept", { body: { token } });
