import type {
  LoginAnswer,
  LoginRequest,
  Me,
  SignInOptions,
  SignUpAnswer,
  SignUpRequest,
} from "../../src/contract/index.ts";
import { call } from "./call.ts";
import { ProblemError } from "./problem-error.ts";

export const meKey = ["me"] as const;

/** Who is signed in; null for nobody. */
export async function readMe(): Promise<Me | null> {
  try {
    return await call<Me>("GET", "/me");
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 401) return null;
    throw error;
  }
}

export const readSignInOptions = () => call<SignInOptions>("GET", "/auth/options");
export const logIn = (request: LoginRequest) => call<LoginAnswer>("POST", "/auth/login", { body: request });
export const sendCode = (code: string) => call<LoginAnswer>("POST", "/auth/login/second-factor", { body: { code } });
export const followSignInLink = (token: string) => call<LoginAnswer>("POST", "/auth/login/link", { body: { token } });
export const logOut = () => call<void>("POST", "/auth/logout");
export const askForReset = (email: string) => call<void>("POST", "/auth/password/forgotten", { body: { email } });
export const signUp = (request: SignUpRequest) => call<SignUpAnswer>("POST", "/auth/sign-up", { body: request });
export const confirmSignUp = (token: string) => call<void>("POST", "/auth/sign-up/confirm", { body: { token } });
export const confirmEmail = (token: string) => call<void>("POST", "/auth/email/confirm", { body: { token } });
export const resetPassword = (token: string, newPassword: string) =>
  call<void>("POST", "/auth/password/reset", { body: { token, newPassword } });
