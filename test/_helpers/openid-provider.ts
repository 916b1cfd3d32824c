import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

export const CLIENT = { clientId: "twinstack", clientSecret: "a-client-secret-of-the-test" };

export interface Subject {
  readonly email?: string;
  readonly emailVerified?: boolean;
  readonly name?: string;
}

export interface OpenidProvider {
  readonly issuer: string;
  /** Who exists there, by subject. */
  readonly people: Map<string, Subject>;
  /** Whoever comes from now on in a browser of their own is this subject. */
  comes(subject: string): void;
  /** Walks a browser from the authorization address to the callback, signing in there as `subject`. */
  signIn(authorizationUrl: string, subject: string): Promise<URL>;
  close(): Promise<void>;
}

/** A real OpenID provider on a free loopback port that asks nobody for consent. */
export async function startOpenidProvider(redirectUri: string): Promise<OpenidProvider> {
  const people = new Map<string, Subject>();
  const world = { subject: "" };
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/interaction/") === true) {
      void provider.interactionFinished(request, response, { login: { accountId: world.subject } });
    } else void answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret, redirect_uris: [redirectUri] }],
    cookies: { keys: ["a-cookie-key-of-the-test"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    async findAccount(_context, subject) {
      const { email, emailVerified, name } = people.get(subject) ?? {};
      return { accountId: subject, claims: async () => ({ sub: subject, email, email_verified: emailVerified, name }) };
    },
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? "",
        accountId: oidc.session?.accountId ?? "",
      });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();

  return {
    issuer,
    people,
    comes(subject) {
      world.subject = subject;
    },
    async signIn(authorizationUrl, subject) {
      world.subject = subject;
      const cookies = new Map<string, string>();
      let url = new URL(authorizationUrl);
      for (let hop = 0; hop < 10; hop += 1) {
        if (url.href.startsWith(redirectUri)) return url;
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
        const response = await fetch(url, { redirect: "manual", headers: { cookie } });
        for (const line of response.headers.getSetCookie()) {
          const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          cookies.set(name, value);
        }
        const next = response.headers.get("location");
        if (next === null) throw new Error(`the provider answered ${response.status}: ${await response.text()}`);
        url = new URL(next, url);
      }
      throw new Error("the provider never came back");
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
