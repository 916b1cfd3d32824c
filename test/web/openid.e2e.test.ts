import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { TOTP } from "otpauth";
import type { Browser, BrowserContext } from "playwright-core";
import { CLIENT, type OpenidProvider, startOpenidProvider } from "../_helpers/openid-provider.ts";
import { startPlainFront } from "../_helpers/plain-front.ts";
import { makeDataFolder, removeDataFolder, type StartedService, startService } from "../_helpers/started-service.ts";
import { accessibilityProblems, openChromium } from "../_helpers/web-browser.ts";

const PASSWORD = "seven quiet herons";
let folder: string;
let front: Awaited<ReturnType<typeof startPlainFront>>;
let provider: OpenidProvider;
let service: StartedService;
let browser: Browser;

beforeAll(async () => {
  folder = await makeDataFolder();
  front = await startPlainFront();
  provider = await startOpenidProvider(`${front.url}/api/v1/auth/openid/callback`);
  const env = {
    TWINSTACK_PUBLIC_URL: front.url,
    TWINSTACK_OIDC_ISSUER: provider.issuer,
    TWINSTACK_OIDC_CLIENT_ID: CLIENT.clientId,
    TWINSTACK_OIDC_CLIENT_SECRET: CLIENT.clientSecret,
    TWINSTACK_OIDC_NAME: "Campus",
  };
  [service, browser] = await Promise.all([startService({ folder, latency: "instant", env }), openChromium()]);
  front.passTo(service.url);
  await service.api("PATCH", "/me", { email: "lee@example.org", name: "Lee" });
  await service.api("POST", "/me/password", { newPassword: PASSWORD });
  provider.people.set("lee", { email: "lee@campus.example", emailVerified: true, name: "Lee" });
  provider.people.set("nobody", { name: "Nobody" });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await service?.stop();
  await provider?.close();
  await front?.close();
  await removeDataFolder(folder);
});

async function fresh(): Promise<BrowserContext> {
  return browser.newContext({ baseURL: front.url, locale: "en-GB" });
}

test("who is unknown is told so on the page for signing in, in words", async () => {
  const context = await fresh();
  const page = await context.newPage();
  provider.comes("nobody");
  await page.goto("/app/sign-in");

  await page.getByRole("link", { name: "Sign in with Campus" }).click();
  await page.getByRole("alert").getByText("No account here belongs to that identity.").waitFor();

  expect(page.url()).toContain("/app/sign-in?refused=not-allowed");
  expect(await accessibilityProblems(page)).toEqual([]);
  await context.close();
});

test("a person links themselves, signs in with it where they wanted to go, and is asked for their second factor", async () => {
  const context = await fresh();
  const page = await context.newPage();
  provider.comes("lee");
  await page.goto("/app/sign-in?next=/app/account/security");
  await page.locator("[name=email]").fill("lee@example.org");
  await page.locator("[name=password]").fill(PASSWORD);
  await page.locator("form button[type=submit]").click();
  await page.getByRole("button", { name: "Link Campus" }).click();
  await page.getByRole("button", { name: /^Forget / }).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);

  const second = await fresh();
  const there = await second.newPage();
  await there.goto("/app/sign-in?next=/app/new");
  await there.getByRole("link", { name: "Sign in with Campus" }).click();
  await there.waitForURL("**/app/new");
  await there.getByRole("button", { name: "Lee" }).waitFor();
  await second.close();

  const section = page.getByRole("group", { name: "Second factor" });
  await section.getByLabel("Password").first().fill(PASSWORD);
  await section.getByRole("button", { name: "Turn it on" }).click();
  const secret = (await section.locator("code").first().textContent()) ?? "";
  await section.getByLabel("Code").fill(new TOTP({ secret }).generate());
  await section.getByRole("button", { name: "Confirm" }).click();
  await section.getByText("Your recovery codes", { exact: true }).waitFor();
  const [recovery = ""] = await section.locator("code").allTextContents();
  const third = await fresh();
  const last = await third.newPage();
  await last.goto("/app/sign-in");
  await last.getByRole("link", { name: "Sign in with Campus" }).click();
  await last.waitForURL("**/account/second-factor");
  await last.getByLabel("Code").fill(recovery);
  await last.getByRole("button", { name: "Go on" }).click();
  await last.getByRole("heading", { name: "My machines" }).waitFor();

  expect(new URL(last.url()).pathname).toBe("/app/machines");
  await third.close();
  await context.close();
});
