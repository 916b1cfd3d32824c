import {
  ConfirmSignUpRequest,
  EmailConfirmationRequest,
  ForgottenPasswordRequest,
  LoginAnswer,
  LoginRequest,
  PasswordResetRequest,
  SecondFactorRequest,
  SignInLinkRequest,
  SignInOptions,
  SignUpAnswer,
  SignUpRequest,
} from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import type { SessionCookie } from "../plugins/session-cookie.ts";
import type { Services } from "../services.ts";
import { originOf } from "./request-origin.ts";
import { Nothing, openToAnyone, refusals } from "./shared.ts";

/** Signing up, signing in and out, and links for people who cannot. */
export function authRoutes(app: App, { people }: Pick<Services, "people">, cookie: SessionCookie): void {
  const tags = ["signing in"];
  const config = { access: { who: "anyone" } } as const;

  app.route({
    method: "GET",
    url: "/auth/options",
    config,
    schema: {
      operationId: "signInOptions",
      tags,
      summary: "How one can sign in and up here",
      ...openToAnyone,
      response: { 200: SignInOptions, ...refusals },
    },
    handler: () => people.signInOptions(),
  });

  app.route({
    method: "POST",
    url: "/auth/sign-up",
    config,
    schema: {
      operationId: "signUp",
      tags,
      summary: "Ask for an account, by the site's policy",
      ...openToAnyone,
      body: SignUpRequest,
      response: { 202: SignUpAnswer, ...refusals },
    },
    handler: async (request, reply) => reply.code(202).send(await people.signUp.ask(request.body, originOf(request))),
  });

  app.route({
    method: "POST",
    url: "/auth/sign-up/confirm",
    config,
    schema: {
      operationId: "confirmSignUp",
      tags,
      summary: "Make the account that a mailed link stands for",
      ...openToAnyone,
      body: ConfirmSignUpRequest,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await people.signUp.confirm(request.body, originOf(request));
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: "POST",
    url: "/auth/login",
    config,
    schema: {
      operationId: "logIn",
      tags,
      summary: "Sign in with e-mail and password; answers with a session cookie",
      ...openToAnyone,
      body: LoginRequest,
      response: { 200: LoginAnswer, ...refusals },
    },
    handler: async (request, reply) => {
      const { next, ticket } = await people.logIn(request.body, originOf(request), cookie.read(request));
      cookie.write(reply, ticket);
      return { next };
    },
  });

  app.route({
    method: "POST",
    url: "/auth/login/link",
    config,
    schema: {
      operationId: "followSignInLink",
      tags,
      summary: "Sign in once with the link that the service printed where it was started",
      ...openToAnyone,
      body: SignInLinkRequest,
      response: { 200: LoginAnswer, ...refusals },
    },
    handler: async (request, reply) => {
      const { next, ticket } = await people.signInLink.use(request.body.token, originOf(request), cookie.read(request));
      cookie.write(reply, ticket);
      return { next };
    },
  });

  app.route({
    method: "POST",
    url: "/auth/login/second-factor",
    config,
    schema: {
      operationId: "passSecondFactor",
      tags,
      summary: "Finish signing in with a code of the authenticator app, or a recovery code",
      ...openToAnyone,
      body: SecondFactorRequest,
      response: { 200: LoginAnswer, ...refusals },
    },
    handler: async (request, reply) => {
      const sessionId = cookie.read(request);
      cookie.write(reply, await people.passSecondFactor(sessionId, request.body.code, originOf(request)));
      return { next: "done" as const };
    },
  });

  app.route({
    method: "POST",
    url: "/auth/logout",
    config,
    schema: {
      operationId: "logOut",
      tags,
      summary: "End the session of the cookie; safe to repeat",
      ...openToAnyone,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      const sessionId = cookie.read(request);
      if (sessionId !== null) {
        await people.sessions.logOut(sessionId, await people.authenticateSession(sessionId), originOf(request));
      }
      cookie.clear(reply);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: "POST",
    url: "/auth/password/forgotten",
    config,
    schema: {
      operationId: "forgotPassword",
      tags,
      summary: "Ask for a reset link by mail; the answer is the same for an unknown address",
      ...openToAnyone,
      body: ForgottenPasswordRequest,
      response: { 202: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await people.resetPassword.ask(request.body.email, originOf(request));
      return reply.code(202).send(null);
    },
  });

  app.route({
    method: "POST",
    url: "/auth/password/reset",
    config,
    schema: {
      operationId: "resetPassword",
      tags,
      summary: "Choose a new password with a reset link; ends every session",
      ...openToAnyone,
      body: PasswordResetRequest,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await people.resetPassword.use(request.body, originOf(request));
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: "POST",
    url: "/auth/email/confirm",
    config,
    schema: {
      operationId: "confirmEmail",
      tags,
      summary: "Confirm an e-mail address with the link sent there",
      ...openToAnyone,
      body: EmailConfirmationRequest,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await people.profile.confirmEmail(request.body.token, originOf(request));
      return reply.code(204).send(null);
    },
  });
}
