import { expect, test } from "@jest/globals";
import { readConfig } from "../../server/config.ts";
import { AppError } from "../../src/kernel/app-error.ts";

function refusalOf(env: Record<string, string>): AppError {
  try {
    readConfig(env, "/srv/app");
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error("the settings were taken");
}

const OPENID = { TWINSTACK_OIDC_CLIENT_ID: "twinstack", TWINSTACK_OIDC_CLIENT_SECRET: "hidden" };

test("mail, issuer, sessions and proxies are read as what they are", () => {
  const config = readConfig(
    {
      TWINSTACK_SMTP_URL: "smtps://user:hidden@mail.example:465",
      TWINSTACK_MAIL_FROM: "TwinStack <twin@example.org>",
      TWINSTACK_OIDC_ISSUER: "https://id.example.org",
      ...OPENID,
      TWINSTACK_OIDC_TRUST_EMAIL: "true",
      TWINSTACK_SESSION_IDLE_HOURS: "0.5",
      TWINSTACK_TRUSTED_PROXIES: "10.0.0.0/8, 192.0.2.1",
    },
    "/srv/app",
  );

  expect(config.smtp).toEqual({ url: "smtps://user:hidden@mail.example:465", from: "TwinStack <twin@example.org>" });
  expect(config.openid).toEqual({
    issuer: "https://id.example.org",
    clientId: "twinstack",
    clientSecret: "hidden",
    name: "single sign-on",
    trustEmail: true,
  });
  expect(config.sessionLimits).toEqual({ idleMs: 1_800_000, absoluteMs: 168 * 3_600_000 });
  expect(config.trustedProxies).toEqual(["10.0.0.0/8", "192.0.2.1"]);
});

test("everything that is wrong or missing is named at once, and no secret is repeated", () => {
  const refusal = refusalOf({
    TWINSTACK_SMTP_URL: "http://user:hidden@mail.example",
    TWINSTACK_OIDC_ISSUER: "http://id.example.org",
    TWINSTACK_OIDC_CLIENT_SECRET: "hidden",
    TWINSTACK_SESSION_MAX_HOURS: "-1",
    TWINSTACK_TRUSTED_PROXIES: "everybody",
  });

  const pointers = refusal.facts.issues?.map(({ pointer }) => pointer.split("/")[1]);
  expect([...new Set(pointers)].sort()).toEqual([
    "TWINSTACK_MAIL_FROM",
    "TWINSTACK_OIDC_CLIENT_ID",
    "TWINSTACK_OIDC_ISSUER",
    "TWINSTACK_SESSION_MAX_HOURS",
    "TWINSTACK_SMTP_URL",
    "TWINSTACK_TRUSTED_PROXIES",
  ]);
  expect(JSON.stringify([refusal.message, refusal.facts])).not.toContain("hidden");
});

test("an issuer without TLS is taken on this machine only", () => {
  const { openid } = readConfig({ TWINSTACK_OIDC_ISSUER: "http://127.0.0.1:4000", ...OPENID }, "/srv/app");

  expect(openid?.issuer).toBe("http://127.0.0.1:4000");
});
