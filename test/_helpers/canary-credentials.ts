import { gunzipSync } from "node:zlib";
import type { Revision } from "../../src/contract/index.ts";

/** Makes an application credential with a secret of our choice on a sandbox cloud, as its own user could. */
export async function applicationCredential(authUrl: string, secret: string, name = "demo") {
  const json = { "content-type": "application/json" };
  const domain = { name: "Default" };
  const user = { name, domain, password: name };
  const auth = {
    identity: { methods: ["password"], password: { user } },
    scope: { project: { name, domain } },
  };
  const login = await fetch(`${authUrl}/auth/tokens`, {
    method: "POST",
    headers: json,
    body: JSON.stringify({ auth }),
  });
  const { token } = (await login.json()) as { token: { user: { id: string } } };
  const made = await fetch(`${authUrl}/users/${token.user.id}/application_credentials`, {
    method: "POST",
    headers: { ...json, "x-auth-token": login.headers.get("x-subject-token") ?? "" },
    body: JSON.stringify({ application_credential: { name: "canary", secret } }),
  });
  const { application_credential: credential } = (await made.json()) as { application_credential: { id: string } };
  return { type: "application-credential", id: credential.id, secret };
}

/** One-time tokens in the first-boot texts: 256 random bits in base64url. */
export function tokensIn({ deploymentPlan }: Revision): readonly string[] {
  const texts = deploymentPlan.sites.map(({ userData: { encoding, content } }) =>
    encoding === "plain" ? content : gunzipSync(Buffer.from(content, "base64")).toString("utf8"),
  );
  return [
    ...new Set(texts.flatMap((text) => [...text.matchAll(/(?<![\w-])[\w-]{43}(?![\w-])/g)].map(([token]) => token))),
  ];
}
