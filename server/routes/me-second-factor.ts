import {
  PasswordProof,
  RecoveryCodes,
  SecondFactorOffer,
  SecondFactorProof,
  SecondFactorRequest,
} from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { SessionCookie } from "../plugins/session-cookie.ts";
import type { Services } from "../services.ts";
import { originOf } from "./request-origin.ts";
import { Nothing, refusals, withToken } from "./shared.ts";

/** A person's own second factor. */
export function meSecondFactorRoutes(app: App, { people }: Pick<Services, "people">, cookie: SessionCookie): void {
  const tags = ["me"];
  const config = {
    access: { who: "user", needs: "manage" },
    unaudited: "the use case notes it, refused ones too",
  } as const;

  app.route({
    method: "POST",
    url: "/me/second-factor",
    config,
    schema: {
      operationId: "offerSecondFactor",
      tags,
      summary: "Get a secret for an authenticator app; nothing is asked for until it is confirmed",
      ...withToken,
      body: PasswordProof,
      response: { 200: SecondFactorOffer, ...refusals },
    },
    handler: (request) => people.secondFactor.offer(principalOf(request), request.body.password, originOf(request)),
  });

  app.route({
    method: "POST",
    url: "/me/second-factor/confirm",
    config,
    schema: {
      operationId: "confirmSecondFactor",
      tags,
      summary: "Turn the second factor on with its first code; shows the recovery codes once",
      ...withToken,
      body: SecondFactorRequest,
      response: { 200: RecoveryCodes, ...refusals },
    },
    handler: async (request, reply) => {
      const { code } = request.body;
      const { ticket, recoveryCodes } = await people.secondFactor.confirm(
        principalOf(request),
        code,
        originOf(request),
      );
      if (ticket !== null) cookie.write(reply, ticket);
      return { recoveryCodes };
    },
  });

  app.route({
    method: "POST",
    url: "/me/second-factor/turn-off",
    config,
    schema: {
      operationId: "turnSecondFactorOff",
      tags,
      summary: "Turn the second factor off; needs the password and a code",
      ...withToken,
      body: SecondFactorProof,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await people.secondFactor.turnOff(principalOf(request), request.body, originOf(request));
      return reply.code(204).send(null);
    },
  });
}
