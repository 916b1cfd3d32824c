import { beforeAll, expect, test } from "@jest/globals";
import { TOTP } from "otpauth";
import type { Page } from "playwright-core";
import type { Organisation } from "../../src/contract/index.ts";
import { expectGoodPage, LEE, PASSWORD, problemsOf, usePageWorld } from "../_helpers/page-world.ts";
import type { StartedService } from "../_helpers/started-service.ts";
import { until } from "../_helpers/until.ts";
import type { Visitor } from "../_helpers/web-browser.ts";

const world = usePageWorld({}, async ({ service }) => {
  await service.api("PATCH", "/me", { name: "Lee" });
  await service.api("PATCH", "/settings", { signUp: "invitation" });
});
let service: StartedService;
let visitor: Visitor;
let page: Page;

beforeAll(async () => {
  service = world().service;
  visitor = await world().visit();
  page = visitor.page;
  await signIn(page, PASSWORD);
  await page.waitForURL("**/app/machines");
});

async function signIn(there: Page, password: string): Promise<void> {
  await there.goto("/app/sign-in");
  await there.locator("[name=email]").fill(LEE);
  await there.locator("[name=password]").fill(password);
  await there.locator("form button[type=submit]").click();
}

/** A button that asks first, and the same button in its dialog. */
async function confirm(name: string, again = name): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: again, exact: true }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
}

test("a person changes their name and their password, and ends a session elsewhere", async () => {
  const elsewhere = await world().visit();
  await signIn(elsewhere.page, PASSWORD);
  await elsewhere.page.waitForURL("**/app/machines");

  await page.getByRole("button", { name: "Lee" }).click();
  await page.getByRole("menuitem", { name: "My account" }).click();
  await page.getByLabel("Your name").fill("Lee Ann");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();
  await expectGoodPage(visitor);
  await page.getByRole("link", { name: "Signing in" }).click();
  const others = page.getByRole("button", { name: /^End the session in/ });
  await others.first().waitFor();
  await expectGoodPage(visitor);
  await confirm("End all others");
  await others.first().waitFor({ state: "detached" });
  await page.getByLabel("Present password").fill(PASSWORD);
  await page.getByLabel("New password").fill("eight quiet herons");
  await page.getByRole("button", { name: "Save the password" }).click();
  await page.getByText("The new password counts from now on.").waitFor();

  await elsewhere.page.getByRole("dialog", { name: "You were signed out" }).waitFor({ timeout: 60_000 });
  expect((await service.api<{ name: string }>("GET", "/me")).body.name).toBe("Lee Ann");
  await elsewhere.context.close();
});

test("the second factor is turned on, asked for at the next sign-in, and turned off", async () => {
  await visitor.go("/app/account/security");
  const section = page.getByRole("group", { name: "Second factor" });
  await section.getByLabel("Password").first().fill("eight quiet herons");
  await section.getByRole("button", { name: "Turn it on" }).click();
  const secret = (await section.locator("code").first().textContent()) ?? "";
  const codes = new TOTP({ secret });
  const square = await section.getByRole("img", { name: "Square for the camera" }).boundingBox();
  await section.locator("[name=code]").fill(codes.generate());
  await expectGoodPage(visitor);
  await section.getByRole("button", { name: "Confirm" }).click();
  await section.getByText("Your recovery codes", { exact: true }).waitFor();
  const recovery = await section.locator("code").allTextContents();
  await expectGoodPage(visitor);

  const fresh = await world().visit();
  await signIn(fresh.page, "eight quiet herons");
  await fresh.page.getByLabel("Code").fill(recovery[0] ?? "");
  await fresh.page.getByRole("button", { name: "Go on" }).click();
  await fresh.page.waitForURL("**/app/machines");
  await section.getByLabel("Password").first().fill("eight quiet herons");
  await section.locator("[name=code]").fill(recovery[1] ?? "");
  await section.getByRole("button", { name: "Turn it off" }).click();
  await section.getByRole("button", { name: "Turn it on" }).waitFor();

  expect(square).toMatchObject({ width: 200, height: 200 });
  expect(recovery.length).toBeGreaterThan(5);
  await fresh.context.close();
});

test("an API token is shown once, works, and is refused when it was revoked", async () => {
  await visitor.go("/app/account/tokens");
  await page.getByLabel("What it is for").fill("nightly");
  await page.getByLabel("May").selectOption("view");
  await page.getByRole("button", { name: "Make the token" }).click();
  const shown = page.getByRole("status").filter({ hasText: "Your new token" });
  const token = (await shown.locator("code").textContent()) ?? "";
  await expectGoodPage(visitor);
  const authorization = `Bearer ${token}`;
  const before = await fetch(`${service.url}/api/v1/me`, { headers: { authorization } });
  await confirm("Revoke nightly", "Revoke");
  const after = await fetch(`${service.url}/api/v1/me`, { headers: { authorization } });

  expect([before.status, after.status]).toEqual([200, 401]);
});

test("an organisation is made, a second person joins by its link, gets another role, and is taken out", async () => {
  await visitor.go("/app/account/organisations");
  await page.getByLabel("Short name").fill("lab");
  await page.getByLabel("Name", { exact: true }).fill("The Lab");
  await page.getByRole("button", { name: "Make it" }).click();
  await page.getByRole("link", { name: "The Lab" }).click();
  await page.getByRole("button", { name: "Make an invitation" }).click();
  const link = (await page.getByRole("status").filter({ hasText: "The link" }).locator("code").textContent()) ?? "";
  await expectGoodPage(visitor);

  const guest = await world().visit();
  await guest.page.goto(link);
  await guest.page.locator("[name=email]").fill("ben@example.org");
  await guest.page.locator("[name=name]").fill("Ben");
  await guest.page.locator("[name=handle]").fill("ben");
  await guest.page.locator("[name=password]").fill("nine quiet herons");
  await guest.page.locator("form button[type=submit]").click();
  await guest.page.waitForURL("**/app/machines");
  await page.reload();
  await page.getByLabel("Role of Ben").selectOption("viewer");
  await until(async () => (await roleOfBen()) === "viewer");
  await confirm("Take out Ben", "Take out");
  await page.getByRole("button", { name: "Make an invitation" }).click();
  const second = (await page.getByRole("status").filter({ hasText: "The link" }).locator("code").textContent()) ?? "";
  await guest.page.goto(second);
  await guest.page.getByRole("button", { name: "Join" }).click();
  await guest.page.getByText("You belong to The Lab now.").waitFor();

  await expectGoodPage(guest);
  await guest.context.close();
});

async function roleOfBen(): Promise<string | undefined> {
  const { items } = (await service.api<{ items: Organisation[] }>("GET", "/organisations")).body;
  const path = `/organisations/${items[0]?.id}/members`;
  const members = (await service.api<{ items: { handle: string; role: string }[] }>("GET", path)).body.items;
  return members.find(({ handle }) => handle === "ben")?.role;
}

test("a webhook is made, tried, paused and deleted", async () => {
  await visitor.go("/app/account/webhooks");
  await page.getByLabel("Name").fill("chat");
  await page.getByLabel("Address").fill("https://127.0.0.1:9/hook");
  await page.getByRole("button", { name: "Make the webhook" }).click();
  await page.getByText("Signing secret").waitFor();
  await expectGoodPage(visitor);
  await page.getByRole("link", { name: "chat" }).click();
  await page.getByRole("button", { name: "Send a test" }).click();
  await page.getByRole("cell", { name: "A test" }).first().waitFor();
  await expectGoodPage(visitor);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Go on" }).waitFor();
  await confirm("Delete");
  await page.getByText("There are none yet.").waitFor();

  expect((await service.api<{ items: unknown[] }>("GET", "/webhooks")).body.items).toEqual([]);
});

test("history, offers and the way out are pages too, in Korean, dark, on a phone", async () => {
  const look = { locale: "ko-KR", colorScheme: "dark", viewport: { width: 390, height: 800 } } as const;
  const phone = await world().visit({ ...look, storageState: await visitor.context.storageState() });
  const wanted = [
    ["history", "활동 기록"],
    ["offers", "나에게 제안된 머신"],
    ["leave", "계정 삭제"],
    ["tokens", "새 토큰"],
    ["", "내 정보"],
  ] as const;

  const found: (readonly [string, readonly string[]])[] = [];
  for (const [path, heading] of wanted) {
    await phone.go(`/app/account/${path}`);
    await phone.page.getByRole("heading", { name: heading, exact: true }).first().waitFor();
    found.push([path, await problemsOf(phone)]);
  }

  expect(found).toEqual(wanted.map(([path]) => [path, []]));
  await phone.context.close();
});

test("an account is taken along as a file and deleted when its name was typed", async () => {
  const invited = (await service.api<{ token: string }>("POST", "/invitations", {})).body;
  const guest = await world().visit();
  await guest.page.goto(`/invitation#token=${invited.token}`);
  await guest.page.locator("[name=email]").fill("cho@example.org");
  await guest.page.locator("[name=name]").fill("Cho");
  await guest.page.locator("[name=handle]").fill("cho");
  await guest.page.locator("[name=password]").fill("ten quiet herons");
  await guest.page.locator("form button[type=submit]").click();
  await guest.page.waitForURL("**/app/machines");

  await guest.go("/app/account/leave");
  const file = guest.page.waitForEvent("download");
  await guest.page.getByRole("button", { name: "Download it" }).click();
  const name = (await file).suggestedFilename();
  const last = guest.page.getByRole("button", { name: "Delete my account" });
  const early = await last.isDisabled();
  await guest.page.getByLabel("Type cho").fill("cho");
  await guest.page.getByLabel("Password").first().fill("ten quiet herons");
  await last.click();
  await guest.page.waitForURL("**/app/sign-in");
  const users = (await service.api<{ items: { handle: string }[] }>("GET", "/users")).body.items;

  expect([name, early]).toEqual(["twinstack-account.json", true]);
  expect(users.map(({ handle }) => handle)).not.toContain("cho");
  await guest.context.close();
});
