import type {
  AccountDeletion,
  AccountExport,
  ApiToken,
  ApiTokenReceipt,
  ExternalIdentity,
  Me,
  MeChangeRequest,
  PasswordChangeRequest,
  RecoveryCodes,
  SecondFactorOffer,
  Session,
  TokenScope,
} from "../../src/contract/index.ts";
import { call, listOf } from "./call.ts";

export interface TokenWish {
  readonly name: string;
  readonly scope: TokenScope;
  readonly expiresInDays: number;
  readonly organisationId?: string;
}

export const sessionsKey = ["sessions"] as const;
export const identitiesKey = ["identities"] as const;
export const tokensKey = ["tokens"] as const;

export const changeMe = (change: MeChangeRequest) => call<Me>("PATCH", "/me", { body: change });
export const changePassword = (request: PasswordChangeRequest) => call<void>("POST", "/me/password", { body: request });

export const readSessions = () => listOf<Session>("/me/sessions");
export const endSession = (id: string) => call<void>("DELETE", `/me/sessions/${id}`);
export const endOtherSessions = () =>
  call<{ ended: number }>("POST", "/me/sessions/end-all", { body: { keepThisOne: true } });

/** @param password left out by an account that has none */
export const offerSecondFactor = (password: string | undefined) =>
  call<SecondFactorOffer>("POST", "/me/second-factor", { body: password === undefined ? {} : { password } });
export const confirmSecondFactor = (code: string) =>
  call<RecoveryCodes>("POST", "/me/second-factor/confirm", { body: { code } });
export const turnOffSecondFactor = (code: string, password: string | undefined) =>
  call<void>("POST", "/me/second-factor/turn-off", { body: { code, ...(password !== undefined && { password }) } });

export const readIdentities = () => listOf<ExternalIdentity>("/me/identities");
/** The address at the issuer that this browser has to open. */
export const beginIdentity = (returnTo: string) =>
  call<{ url: string }>("POST", "/me/identities", { body: { returnTo } });
export const forgetIdentity = (id: string) => call<void>("DELETE", `/me/identities/${id}`);

export const readTokens = () => listOf<ApiToken>("/me/tokens");
export const makeToken = (wish: TokenWish) => call<ApiTokenReceipt>("POST", "/me/tokens", { body: wish });
export const revokeToken = (id: string) => call<void>("DELETE", `/me/tokens/${id}`);
export const revokeAllTokens = () => call<{ revoked: number }>("DELETE", "/me/tokens");

export const exportMe = () => call<AccountExport>("GET", "/me/export");
export const deleteMe = (request: AccountDeletion) => call<void>("DELETE", "/me", { body: request });
