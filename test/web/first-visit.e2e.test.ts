import { expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { expectGoodPage, LEE, PASSWORD, usePageWorld } from "../_helpers/page-world.ts";

const world = usePageWorld();

const printedLink = () => /open +(\S+)/.exec(world().service.printed())?.[1] ?? "no link was printed";

/** Counts the bytes of scripts, as they travel, that a page loads from now on. */
function countCode(page: Page): () => Promise<number> {
  const sizes: Promise<{ responseBodySize: number }>[] = [];
  page.on("response", (answer) => {
    if (answer.url().endsWith(".js")) sizes.push(answer.request().sizes());
  });
  return async () => (await Promise.all(sizes)).reduce((total, { responseBodySize }) => total + responseBodySize, 0);
}

test("the link that `npm start` prints opens the page, signed in, and works once", async () => {
  const visitor = await world().visit();
  const { page } = visitor;
  await page.goto(printedLink());
  await page.getByRole("heading", { name: "No machine yet" }).waitFor();
  const second = await world().visit();
  await second.page.goto(printedLink());

  expect(page.url()).toBe(`${world().service.url}/app/machines`);
  await expectGoodPage(visitor);
  await second.page.getByRole("alert").getByText("The link does not work any more").waitFor();
  expect(second.page.url()).toBe(`${world().service.url}/account/sign-in`);
  await expectGoodPage(second);
  await visitor.context.close();
  await second.context.close();
});

test("a person signs in with a password, is told what is wrong before that, and signs out", async () => {
  const visitor = await world().visit();
  const { page } = visitor;

  await page.goto("/");
  await page.getByLabel("E-mail").fill(LEE);
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
  const visitor = await world().visit();
  const { page } = visitor;
  await page.goto("/app/sign-in");
  await page.getByLabel("E-mail").fill(LEE);
  await page.getByLabel("Password").first().fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "No machine yet" }).waitFor();

  await world().service.api("POST", "/me/sessions/end-all", {});
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
  const visitor = await world().visit({ locale, colorScheme, viewport: { width, height: 800 } });
  const { page } = visitor;

  await page.goto("/app/sign-in");
  await page.getByRole("heading", { name: look.heading }).waitFor();
  await expectGoodPage(visitor);
  expect(await page.locator("html").getAttribute("lang")).toBe(locale.slice(0, 2));
  for (const address of ["/app/forgotten", "/app/sign-up", "/account/reset-password", "/invitation"]) {
    await visitor.go(address);
    await expectGoodPage(visitor);
  }
  await visitor.context.close();
});

test("an empty list in Korean, dark, on a phone is still usable", async () => {
  const look = { locale: "ko-KR", colorScheme: "dark", viewport: { width: 390, height: 800 } } as const;
  const visitor = await world().visit(look);
  const { page } = visitor;
  await page.goto("/app/sign-in");
  await page.getByLabel("이메일").fill(LEE);
  await page.getByLabel("비밀번호").first().fill(PASSWORD);
  await page.getByRole("button", { name: "로그인" }).click();

  await page.getByRole("heading", { name: "아직 머신이 없습니다" }).waitFor();
  await page.getByRole("button", { name: "메뉴 열기" }).click();
  await page.getByRole("link", { name: "내 머신" }).waitFor();
  await expectGoodPage(visitor);
  await visitor.context.close();
});

test.each(["en-GB", "ko-KR"])("neither of the first pages loads more than 200 KB of code in %s", async (locale) => {
  const visitor = await world().visit({ locale });
  const { page } = visitor;
  const signInCode = countCode(page);

  await visitor.go("/app/sign-in");
  const signIn = await signInCode();
  await page.locator("[name=email]").fill(LEE);
  await page.locator("[name=password]").fill(PASSWORD);
  await page.locator("form button[type=submit]").click();
  await page.waitForURL("**/app/machines");
  await page.getByRole("heading", { level: 2 }).waitFor();
  const cold = await world().visit({ locale, storageState: await visitor.context.storageState() });
  const listCode = countCode(cold.page);
  await cold.go("/app/machines");
  await cold.page.getByRole("heading", { level: 2 }).waitFor();
  await cold.settled();
  const list = await listCode();

  // Less would mean that nothing was counted.
  expect(Math.min(signIn, list)).toBeGreaterThan(50_000);
  expect(signIn).toBeLessThanOrEqual(200_000);
  expect(list).toBeLessThanOrEqual(200_000);
  await visitor.context.close();
  await cold.context.close();
});
