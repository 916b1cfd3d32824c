import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import type { PowerAction, WorkspaceEvent } from "../../src/contract/index.ts";
import {
  apply,
  makeDataFolder,
  plan,
  removeDataFolder,
  type StartedService,
  startService,
  submit,
} from "../_helpers/started-service.ts";
import { accessibilityProblems, openChromium, type Visitor, visit } from "../_helpers/web-browser.ts";

const PASSWORD = "seven quiet herons";
const VIEWER_PASSWORD = "eight quiet herons";
const PATIENCE = { timeout: 60_000 };
const FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth";
let folder: string;
let service: StartedService;
let browser: Browser;
let shop: string;

beforeAll(async () => {
  folder = await makeDataFolder();
  [service, browser] = await Promise.all([startService({ folder, latency: "instant" }), openChromium()]);
  await service.api("PATCH", "/me", { email: "lee@example.org" });
  await service.api("POST", "/me/password", { newPassword: PASSWORD });
  shop = (await submit(service, TWIN)).workspace.id;
  await apply(service, await plan(service, shop));
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await service?.stop();
  await removeDataFolder(folder);
});

const TWIN = `name: shop
profile: small-web-server
access: { generateKeyPair: true }
placement: { standby: { mode: running } }
`;

async function signedIn(options: Parameters<typeof visit>[2] = {}, who = "lee", password = PASSWORD): Promise<Visitor> {
  const visitor = await visit(browser, service.url, options);
  const answer = await visitor.context.request.post("/api/v1/auth/login", {
    data: { email: `${who}@example.org`, password },
    headers: { origin: service.url },
  });
  expect(answer.status()).toBe(200);
  visitor.page.setDefaultTimeout(60_000);
  return visitor;
}

async function expectGoodPage({ page, complaints }: Visitor): Promise<void> {
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(complaints).toEqual([]);
  expect(await page.evaluate(FITS)).toBe(true);
}

/** For whoever wants to look: TWINSTACK_SCREENSHOTS names a folder. */
async function keepPicture(page: Page, name: string): Promise<void> {
  const pictures = process.env["TWINSTACK_SCREENSHOTS"];
  if (pictures === undefined) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}

test("the main machine is stopped by somebody who has read what that means, is seen stopped, and is started again", async () => {
  const visitor = await signedIn();
  const { page } = visitor;

  await page.goto(`/app/machines/${shop}`);
  await page.getByRole("button", { name: "Stop the main machine" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("what it serves is away until it is started again").waitFor();
  await keepPicture(page, "power-dialog-desk-light");
  await expectGoodPage(visitor);
  await dialog.getByRole("button", { name: "Stop", exact: true }).click();
  await page.getByText(/^Stopped by hand/).waitFor(PATIENCE);
  await page.getByText("stopped", { exact: true }).waitFor(PATIENCE);
  await keepPicture(page, "power-stopped-desk-light");
  await expectGoodPage(visitor);
  await page.getByRole("button", { name: "Start the main machine" }).click();
  await dialog.getByRole("button", { name: "Start", exact: true }).click();

  await page.getByRole("button", { name: "Stop the main machine" }).waitFor(PATIENCE);
  await expect(page.getByText("running", { exact: true }).nth(1).waitFor(PATIENCE)).resolves.toBeUndefined();
  await visitor.context.close();
}, 200_000);

test.each([
  {
    name: "desk-light",
    colorScheme: "light",
    width: 1200,
    locale: "en-GB",
    started: "The machine was started",
    power: "Power",
  },
  {
    name: "phone-dark-korean",
    colorScheme: "dark",
    width: 390,
    locale: "ko-KR",
    started: "머신을 켰습니다",
    power: "전원",
  },
] as const)(
  "the events tell of it by whom and when, and can be narrowed: $name",
  async ({ name, colorScheme, width, locale, started, power }) => {
    const visitor = await signedIn({ colorScheme, locale, viewport: { width, height: 800 } });
    const { page } = visitor;

    await page.goto(`/app/machines/${shop}/events`);
    await page.getByText(started, { exact: true }).waitFor(PATIENCE);
    const all = await page.locator(".events > li").count();
    await keepPicture(page, `events-${name}`);
    await expectGoodPage(visitor);
    await page.getByRole("combobox").last().selectOption(power);
    await page.waitForFunction(`document.querySelectorAll(".events > li").length < ${all}`);
    await page.getByText(started, { exact: true }).waitFor();

    expect(await page.locator(".events > li").count()).toBe(4);
    await page.goto(`/app/machines/${shop}`);
    await page.getByRole("button", { name: locale === "en-GB" ? "Reboot the standby" : "대기 머신 다시 시작" }).click();
    await page.getByRole("dialog").getByRole("checkbox").check();
    await keepPicture(page, `power-reboot-${name}`);
    await expectGoodPage(visitor);
    await visitor.context.close();
  },
  200_000,
);

test("the next plan starts what was stopped by hand on OpenStack, and says so", async () => {
  const site = (await service.api<{ items: { site: string; role: string }[] }>("GET", `/instances?workspaceId=${shop}`))
    .body.items;
  expect(site.map((one) => one.site).sort()).toEqual(["cloudstack", "openstack"]);
  const path = `/workspaces/${shop}/sites/openstack/power`;
  const asked = await service.api<PowerAction>("POST", path, { action: "stop", accepted: true });
  expect(asked.status).toBe(202);
  await ended(asked.body);

  const runs = await plan(service, shop);

  const told = runs.find((run) => run.site === "openstack")?.summary?.changes[0];
  expect(told).toMatchObject({ danger: "restarts", title: expect.stringMatching(/^Starts the machine/) });
  expect(told?.reason).toContain("A person stopped it by hand");
  for (const { id, status } of runs) if (status === "planned") await service.api("POST", `/runs/${id}/discard`);
  await ended((await service.api<PowerAction>("POST", path, { action: "start" })).body);
}, 200_000);

async function ended({ id }: PowerAction): Promise<PowerAction> {
  for (;;) {
    const { body } = await service.api<PowerAction>("GET", `/workspaces/${shop}/power-actions/${id}`);
    if (body.finishedAt !== null) return body;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

test("asked twice with one key it is done once, refused unless accepted, and noted by the audit log", async () => {
  const visitor = await signedIn();
  const ask = (data: object, key: string) =>
    visitor.context.request.post(`/api/v1/workspaces/${shop}/sites/cloudstack/power`, {
      data,
      headers: { origin: service.url, "idempotency-key": key },
    });

  const first = await ask({ action: "reboot", hard: true, accepted: true }, "wish-1");
  const again = await ask({ action: "reboot", hard: true, accepted: true }, "wish-1");
  const refused = await ask({ action: "reboot", hard: true }, "wish-2");
  const made = (await first.json()) as PowerAction;
  await ended(made);
  const lines = await service.api<{ items: { outcome: string }[] }>("GET", "/audit?action=changePower&limit=3");

  expect([first.status(), again.status(), refused.status()]).toEqual([202, 202, 409]);
  expect(((await again.json()) as PowerAction).id).toBe(made.id);
  expect(await refused.json()).toMatchObject({ code: "power-not-accepted" });
  expect(lines.body.items.map(({ outcome }) => outcome)).toEqual(["refused", "done", "done"]);
  await visitor.context.close();
}, 100_000);

test("a viewer sees all of it and changes nothing", async () => {
  const lab = await service.api<{ id: string }>("POST", "/organisations", { handle: "lab", name: "Lab" });
  const lee = await signedIn();
  const made = await lee.context.request.post("/api/v1/workspaces", {
    data: TWIN.replace("shop", "labshop"),
    headers: { origin: service.url, "twinstack-account": "lab", "content-type": "application/yaml" },
  });
  const { id } = ((await made.json()) as { workspace: { id: string } }).workspace;
  await lee.context.close();
  await service.api("PATCH", "/settings", { signUp: "invitation" });
  const invited = await service.api<{ token: string }>("POST", `/organisations/${lab.body.id}/invitations`, {
    role: "viewer",
  });
  const visitor = await visit(browser, service.url);
  const post = (path: string, data: object) =>
    visitor.context.request.post(`/api/v1${path}`, { data, headers: { origin: service.url } });
  await post("/auth/sign-up", {
    ...{ email: "vee@example.org", password: VIEWER_PASSWORD, name: "Vee", handle: "vee" },
    invitation: invited.body.token,
  });
  await post("/auth/login", { email: "vee@example.org", password: VIEWER_PASSWORD });

  const refused = await post(`/workspaces/${id}/sites/openstack/power`, { action: "start" });
  const seen = await visitor.context.request.get(`/api/v1/workspaces/${id}/events`);
  const foreign = await visitor.context.request.get(`/api/v1/workspaces/${shop}/events`);

  expect([refused.status(), seen.status(), foreign.status()]).toEqual([403, 200, 404]);
  const { items } = (await seen.json()) as { items: WorkspaceEvent[] };
  expect(items.map(({ what }) => what)).toEqual(["revision-first"]);
  expect(JSON.stringify(items)).not.toContain("127.0.0.1");
  await visitor.context.close();
}, 200_000);
