import type {
  makeAuthenticateSession,
  makeChangePassword,
  makeExternalLogin,
  makeLogIn,
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
} from "../../src/account/index.ts";
import type { SignInOptions } from "../../src/contract/index.ts";

/** People and how they sign in. */
export interface PeopleServices {
  /** Asks for the password again before something that cannot be undone. */
  readonly provePassword: ReturnType<typeof makeProvePassword>;
  readonly authenticateSession: ReturnType<typeof makeAuthenticateSession>;
  readonly logIn: ReturnType<typeof makeLogIn>;
  readonly passSecondFactor: ReturnType<typeof makePassSecondFactor>;
  readonly signInLink: ReturnType<typeof makeSignInLink>;
  readonly signUp: ReturnType<typeof makeSignUp>;
  readonly sessions: ReturnType<typeof makeOwnSessions>;
  readonly sessionsOfPeople: ReturnType<typeof makeSessionsOfPeople>;
  readonly profile: ReturnType<typeof makeOwnProfile>;
  readonly changePassword: ReturnType<typeof makeChangePassword>;
  readonly resetPassword: ReturnType<typeof makeResetPassword>;
  readonly secondFactor: ReturnType<typeof makeOwnSecondFactor>;
  readonly settings: ReturnType<typeof makeSiteSettings>;
  readonly external: ReturnType<typeof makeExternalLogin>;
  readonly identities: ReturnType<typeof makeOwnIdentities>;
  readonly signInOptions: () => Promise<SignInOptions>;
}
