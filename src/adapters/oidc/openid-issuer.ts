import * as client from "openid-client";
import type { ExternalPerson, Issuer, LoginProof } from "../../account/ports.ts";
import { AppError } from "../../kernel/app-error.ts";
import { effect } from "../../kernel/effect.ts";

export interface OpenidIssuerOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
  readonly trustEmail: boolean;
}

const PATIENCE_SECONDS = 10;

/**
 * An OpenID Connect provider, by authorization code with PKCE, state and nonce. Its configuration is discovered at the
 * first login and kept; a failed discovery is tried again at the next one.
 */
export function makeOpenidIssuer(options: OpenidIssuerOptions): Issuer {
  let discovered: Promise<client.Configuration> | undefined;

  function configuration(): Promise<client.Configuration> {
    discovered ??= discover(options).catch((error: unknown) => {
      discovered = undefined;
      throw error;
    });
    return discovered;
  }

  return {
    name: options.name,
    trusted: options.trustEmail,

    begin: (redirectUri) =>
      translated(async () => {
        const proof: LoginProof = {
          state: client.randomState(),
          nonce: client.randomNonce(),
          codeVerifier: client.randomPKCECodeVerifier(),
        };
        const url = client.buildAuthorizationUrl(await configuration(), {
          redirect_uri: redirectUri,
          scope: "openid email profile",
          state: proof.state,
          nonce: proof.nonce,
          code_challenge: await client.calculatePKCECodeChallenge(proof.codeVerifier),
          code_challenge_method: "S256",
        });
        return { ...proof, url: url.href };
      }),

    finish: (callbackUrl, proof) =>
      translated(async () => {
        const known = await configuration();
        const tokens = await effect("openid: code", () =>
          client.authorizationCodeGrant(known, new URL(callbackUrl), {
            expectedState: proof.state,
            expectedNonce: proof.nonce,
            pkceCodeVerifier: proof.codeVerifier,
            idTokenExpected: true,
          }),
        );
        const claims = tokens.claims();
        if (claims === undefined) throw failed("The issuer sent no ID token.");
        const profile = await client.fetchUserInfo(known, tokens.access_token, claims.sub).catch(() => ({}));
        return asPerson({ ...profile, ...claims });
      }),
  };
}

function discover({ issuer, clientId, clientSecret }: OpenidIssuerOptions): Promise<client.Configuration> {
  const url = new URL(issuer);
  // Only an issuer on this machine may be asked without TLS; the settings refuse any other.
  const execute = url.protocol === "http:" ? [client.allowInsecureRequests] : [];
  return client.discovery(url, clientId, {}, client.ClientSecretBasic(clientSecret), {
    execute,
    timeout: PATIENCE_SECONDS,
  });
}

function asPerson(
  claims: Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string },
): ExternalPerson {
  const text = (name: string) => (typeof claims[name] === "string" ? claims[name] : null);
  return {
    issuer: claims.iss,
    subject: claims.sub,
    email: text("email")?.toLowerCase() ?? null,
    emailVerified: claims["email_verified"] === true,
    name: text("name"),
    handle: text("preferred_username"),
  };
}

/** The library's errors may carry whole answers of the issuer; only the kind of failure goes on. */
async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const code = typeof error === "object" && error !== null && "code" in error ? ` (${String(error.code)})` : "";
    throw failed(`The issuer's answer could not be used${code}.`);
  }
}

function failed(detail: string): AppError {
  return new AppError("identity-provider-failed", detail);
}
