import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { makeDataFolder, removeDataFolder, type StartedService, startService } from "../_helpers/started-service.ts";
import { accessibilityProblems, openChromium, type Visitor, visit } from "../_helpers/web-browser.ts";

const PASSWORD = "seven quiet herons";
let folder: string;
let service: StartedService;
let browser: Browser;

beforeAll(async () => {
  folder = await makeDataFolder();
  [service, browser] = await Promise.all([startService({ folder, latency: "instant" }), openChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await service?.stop();
  await removeDataFolder(folder);
});

const printedLink = () => /open +(\S+)/.exec(service.printed())?.[1] ?? "no link was printed";

async function expectGoodPage({ page, complaints }: Visitor): Promise<void> {
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(complaints).toEqual([]);
}

/** Counts the bytes of scripts, as they travel, that a page loads from now on. */
function countCode(page: Page): () => Promise<number> {
  const sizes: Promise<{ responseBodySize: number }>[] = [];
  page.on("response", (answer) => {
    if (answer.url().endsWith(".js")) sizes.push(answer.request().sizes());
  });
  return async () => (await Promise.all(sizes)).reduce((total, { responseBodySize }) => total + responseBodySize, 0);
}

test("the link that `npm start` prints opens the page, signed in, and works once", async () => {
  const visitor = await visit(browser, service.url);
  const { page } = visitor;
  await page.goto(printedLink());
  await page.getByRole("heading", { name: "No machine yet" }).waitFor();
  const second = await visit(browser, service.url);
  await second.page.goto(printedLink());

  expect(page.url()).toBe(`${service.url}/app/machines`);
  await expectGoodPage(visitor);
  await second.page.getByRole("alert").getByText("The link does not work any more").waitFor();
  expect(second.page.url()).toBe(`${service.url}/account/sign-in`);
  await expectGoodPage(second);
  await visitor.context.close();
  await second.context.close();
});

test("a person signs in with a password, is told what is wrong before that, and signs out", async () => {
  await service.api("PATCH", "/me", { email: "lee@example.org" });
  await service.api("POST", "/me/password", { newPassword: PASSWORD });
  const visitor = await visit(browser, service.url);
  const { page } = visitor;

  await page.goto("/");
  await page.getByLabel("E-mail").fill("lee@example.org");
  await page.getByLabel("Password").first().fill("not the right one");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").getByText("What to do:").waitFor();
  await expectGoodPage(visitor);
  await page.getByLabel("Password").first().fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/app/machines");
  await page.getByRole("button", { name: "Local user" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL("**/app/sign-in");
  await page.goto("/app/machines");

  await page.waitForURL("**/app/sign-in?next=*");
  await visitor.context.close();
});

test("a session that ends under one's hands is opened again over the page", async () => {
  const visitor = await visit(browser, service.url);
  const { page } = visitor;
  await page.goto("/app/sign-in");
  await page.getByLabel("E-mail").fill("lee@example.org");
  await page.getByLabel("Password").first().fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "No machine yet" }).waitFor();

  await service.api("POST", "/me/sessions/end-all", {});
  const dialog = page.getByRole("dialog", { name: "You were signed out" });
  await dialog.waitFor();
  await expectGoodPage(visitor);
  await dialog.getByLabel("Password").first().fill(PASSWORD);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await dialog.waitFor({ state: "hidden" });

  await page.getByRole("heading", { name: "No machine yet" }).waitFor();
  await visitor.context.close();
});

test.each([
  { language: "ko-KR", colorScheme: "light", heading: "로그인", missing: "없는 페이지입니다", width: 390 },
  { language: "en-GB", colorScheme: "dark", heading: "Sign in", missing: "There is no such page", width: 1200 },
] as const)("pages before signing in speak $language, $colorScheme, at $width pixels", async (look) => {
  const { language: locale, colorScheme, width } = look;
  const visitor = await visit(browser, service.url, { locale, colorScheme, viewport: { width, height: 800 } });
  const { page } = visitor;

  await page.goto("/app/sign-in");
  await page.getByRole("heading", { name: look.heading }).waitFor();
  await expectGoodPage(visitor);
  expect(await page.locator("html").getAttribute("lang")).toBe(locale.slice(0, 2));
  for (const address of ["/app/forgotten", "/app/sign-up", "/account/reset-password", "/invitation"]) {
    await page.goto(address);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await expectGoodPage(visitor);
  }
  await visitor.context.close();
});

test("an empty list in Korean, dark, on a phone is still usable", async () => {
  const look = { locale: "ko-KR", colorScheme: "dark", viewport: { width: 390, height: 800 } } as const;
  const visitor = await visit(browser, service.url, look);
  const { page } = visitor;
  await page.goto("/app/sign-in");
  await page.getByLabel("이메일").fill("lee@example.org");
  await page.getByLabel("비밀번호").first().fill(PASSWORD);
  await page.getByRole("button", { name: "로그인" }).click();

  await page.getByRole("heading", { name: "아직 머신이 없습니다" }).waitFor();
  await page.getByRole("button", { name: "메뉴 열기" }).click();
  await page.getByRole("link", { name: "내 머신" }).waitFor();
  await expectGoodPage(visitor);
  await visitor.context.close();
});

test.each(["en-GB", "ko-KR"])("neither of the first pages loads more than 200 KB of code in %s", async (locale) => {
  const visitor = await visit(browser, service.url, { locale });
  const { page } = visitor;
  const signInCode = countCode(page);

  await page.goto("/app/sign-in", { waitUntil: "networkidle" });
  const signIn = await signInCode();
  await page.locator("[name=email]").fill("lee@example.org");
  await page.locator("[name=password]").fill(PASSWORD);
  await page.locator("form button[type=submit]").click();
  await page.waitForURL("**/app/machines");
  await page.getByRole("heading", { level: 2 }).waitFor();
  const cold = await visit(browser, service.url, { locale, storageState: await visitor.context.storageState() });
  const listCode = countCode(cold.page);
  await cold.page.goto("/app/machines");
  await cold.page.getByRole("heading", { level: 2 }).waitFor();
  // The network is never idle: the page hears what changes.
  await cold.page.waitForTimeout(1_000);
  const list = await listCode();

  // Less would mean that nothing was counted.
  expect(Math.min(signIn, list)).toBeGreaterThan(50_000);
  expect(signIn).toBeLessThanOrEqual(200_000);
  expect(list).toBeLessThanOrEqual(200_000);
  await visitor.context.close();
  await cold.context.close();
});
