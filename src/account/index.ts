export { type ConsumeInvitation, linkNotValid, makeConsumeInvitation } from "./invitations.ts";
export type * from "./ports.ts";
