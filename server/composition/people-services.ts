import {
  type ConsumeInvitation,
  type Issuer,
  makeAttempts,
  makeAuthenticateSession,
  makeChangePassword,
  makeCheckCode,
  makeExternalLogin,
  makeFindExternalPerson,
  makeFollowLink,
  makeLinks,
  makeLogIn,
  makeMakeLink,
  makeOpenSession,
  makeOwnIdentities,
  makeOwnProfile,
  makeOwnSecondFactor,
  makeOwnSessions,
  makePassSecondFactor,
  makeProvePassword,
  makeResetPassword,
  makeSessionsOfPeople,
  makeSignInLink,
  makeSignUp,
  makeSiteSettings,
  type NoteAudit,
  type OneTimeCodes,
  type PasswordHasher,
  type Post,
  type SessionLimits,
} from "../../src/account/index.ts";
import type { Clock } from "../../src/kernel/clock.ts";
import type { PeopleServices } from "../services/people-services.ts";
import type { PeopleStores } from "./people-stores.ts";

export interface PeopleParts {
  readonly stores: PeopleStores;
  readonly noteAudit: NoteAudit;
  readonly consumeInvitation: ConsumeInvitation;
  readonly passwords: PasswordHasher;
  readonly codes: OneTimeCodes;
  readonly post: Post;
  /** Null: none is configured. */
  readonly issuer: Issuer | null;
  readonly secrets: { newId(): string; generateToken(): string; sha256(text: string): string };
  readonly clock: Clock;
  readonly sessionLimits: SessionLimits;
  readonly publicUrl: () => string;
}

/** People and how they sign in, for the routes. */
export function peopleServices(parts: PeopleParts): PeopleServices {
  const { stores, publicUrl, post } = parts;
  const { people, sessions, secondFactors, identities, flows } = stores;
  const attempts = makeAttempts({ ...parts, rates: stores.rates });
  const shared = {
    ...parts,
    people,
    sessions,
    secondFactors,
    identities,
    flows,
    linkStore: stores.links,
    attempts,
    links: makeLinks(publicUrl),
    openSession: makeOpenSession({ ...parts, sessions }),
    provePassword: makeProvePassword({ ...parts, people, attempts }),
    checkCode: makeCheckCode({ ...parts, secondFactors }),
    makeLink: makeMakeLink({ ...parts, links: stores.links }),
    followLink: makeFollowLink({ ...parts, links: stores.links, attempts }),
  };
  const settings = makeSiteSettings({ ...shared, settings: stores.settings });
  return {
    provePassword: shared.provePassword,
    authenticateSession: makeAuthenticateSession(shared),
    logIn: makeLogIn(shared),
    passSecondFactor: makePassSecondFactor(shared),
    signInLink: makeSignInLink(shared),
    signUp: makeSignUp({ ...shared, settings, serviceUrl: publicUrl }),
    sessions: makeOwnSessions(shared),
    sessionsOfPeople: makeSessionsOfPeople(shared),
    profile: makeOwnProfile(shared),
    changePassword: makeChangePassword({ ...shared, links: stores.links }),
    resetPassword: makeResetPassword(shared),
    secondFactor: makeOwnSecondFactor(shared),
    settings,
    external: makeExternalLogin({
      ...shared,
      findPerson: makeFindExternalPerson({ ...shared, settings }),
      redirectUri: () => `${publicUrl()}/api/v1/auth/openid/callback`,
    }),
    identities: makeOwnIdentities(shared),
    signInOptions: async () => ({ ...(await settings.read()), mail: post.canSend, openid: openidOption(parts.issuer) }),
  };
}

function openidOption(issuer: Issuer | null) {
  return issuer === null ? null : { name: issuer.name, startUrl: "/api/v1/auth/openid/start" };
}
