import { expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import type { Instance, Run, StateHistory } from "../../src/contract/index.ts";
import { expectGoodPage, keepPicture, PATIENCE, stage, usePageWorld } from "../_helpers/page-world.ts";
import { settle, submit } from "../_helpers/started-service.ts";
import { until } from "../_helpers/until.ts";

const TABS = ["", "/review", "/runs", "/events", "/terraform", "/access", "/repair", "/danger"];
const world = usePageWorld();

const twin = (name: string) => `name: ${name}
profile: small-web-server
network: { openPorts: [{ port: 22, description: SSH }] }
access: { generateKeyPair: true }
placement: { standby: { mode: running } }
`;

async function approved(page: Page, name?: string): Promise<void> {
  await stage(page, "The plan is ready").waitFor(PATIENCE);
  if (name !== undefined) await page.getByLabel(`Type ${name} to go on`).fill(name);
  await page.getByRole("button", { name: /^Approve and/ }).click();
}

let shop: string;

test("a submitted machine is planned, reviewed, approved and watched until both places run", async () => {
  const visitor = await world().signedIn();
  const { page } = visitor;
  shop = (await submit(world().service, twin("shop"))).workspace.id;

  await visitor.go(`/app/machines/${shop}`);
  await page.getByText("Nothing was made yet.").waitFor();
  await page.getByRole("link", { name: "Make a plan" }).click();
  await stage(page, "The plan is ready").waitFor(PATIENCE);
  await page.getByRole("region", { name: "Main on" }).getByText("Nothing that runs is interrupted.").waitFor();
  await page.getByRole("button", { name: "Show the Terraform" }).click();
  await page.locator(".hljs-attr").first().waitFor();
  await keepPicture(page, "review-desk-light");
  await expectGoodPage(visitor);
  await approved(page);
  await page.getByRole("progressbar").first().waitFor(PATIENCE);
  await keepPicture(page, "applying-desk-light");
  const other = await visitor.context.newPage();
  await other.goto(`/app/machines/${shop}/review`);
  await stage(other, "Done.").waitFor(PATIENCE);
  await stage(page, "Done.").waitFor(PATIENCE);

  await expect(page.getByText("It runs.").nth(1).waitFor(PATIENCE)).resolves.toBeUndefined();
  expect(await page.getByRole("button", { name: "Copy: Public address" }).count()).toBe(2);
  await keepPicture(page, "done-desk-light");
  await expectGoodPage(visitor);
  await visitor.context.close();
}, 400_000);

test("a change says what it means before it is saved and above its plan, and one place may go first", async () => {
  const visitor = await world().signedIn({ colorScheme: "dark" });
  const { page } = visitor;
  const grow = "the machine restarts, ";

  await visitor.go(`/app/machines/${shop}/change`);
  await page.getByRole("button", { name: /^How strong should it be/ }).click();
  await page.getByLabel("Memory (GiB)", { exact: true }).fill("2");
  const estimate = page.getByRole("region", { name: "What it means" });
  await estimate.getByText(grow).first().waitFor(PATIENCE);
  await estimate.getByText("An estimate from the two requirements").waitFor();
  await keepPicture(page, "change-means-desk-dark");
  await expectGoodPage(visitor);
  await page.getByRole("button", { name: "Save the change" }).click();
  await stage(page, "The plan is ready").waitFor(PATIENCE);
  const meaning = page.getByRole("region", { name: "What it means" });
  await meaning.getByText(grow).first().waitFor(PATIENCE);
  await meaning.getByText("All data is kept.").waitFor();
  await meaning.getByText("An estimate").waitFor({ state: "hidden" });
  await keepPicture(page, "review-change-desk-dark");
  await expectGoodPage(visitor);

  expect(await page.getByRole("button", { name: "Approve the standby’s plan alone" }).count()).toBe(1);
  await page.getByRole("button", { name: "Discard the plan" }).click();
  await stage(page, "The plan was discarded").waitFor(PATIENCE);
  await visitor.context.close();
}, 300_000);

test("the log of a run is complete, and two versions of a state can be compared and kept", async () => {
  const visitor = await world().signedIn({ acceptDownloads: true });
  const { page } = visitor;

  await visitor.go(`/app/machines/${shop}/runs`);
  await page.getByRole("link", { name: "Plan of version 1" }).first().click();
  await page.getByText("Complete", { exact: true }).waitFor();
  expect(await page.getByRole("log").textContent()).toContain("Apply complete!");
  await expectGoodPage(visitor);
  await world().service.api(
    "POST",
    `/workspaces/${shop}/revisions`,
    `${twin("shop")}labels: { course: programming }\n`,
  );
  await visitor.go(`/app/machines/${shop}/review`);
  await approved(page);
  await stage(page, "Done.").waitFor(PATIENCE);
  await visitor.go(`/app/machines/${shop}/terraform`);
  const place = page.getByRole("region", { name: "Main on" });
  await place.getByRole("button", { name: "Compare" }).click();
  await place
    .getByRole("heading", { name: /changed$/ })
    .first()
    .waitFor();
  const kept = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download all files" }).click();

  expect((await kept).suggestedFilename()).toBe("shop-terraform.tar");
  await expectGoodPage(visitor);
  await visitor.context.close();
}, 200_000);

test.each([
  { name: "desk-light", colorScheme: "light", width: 1200, locale: "en-GB" },
  { name: "desk-dark", colorScheme: "dark", width: 1200, locale: "en-GB" },
  { name: "phone-dark-korean", colorScheme: "dark", width: 390, locale: "ko-KR" },
] as const)(
  "every tab is usable: $name",
  async ({ name, colorScheme, width, locale }) => {
    const visitor = await world().signedIn({ colorScheme, locale, viewport: { width, height: 800 } });
    const { page } = visitor;

    for (const tab of TABS) {
      await visitor.go(`/app/machines/${shop}${tab}`);
      await page.getByRole("heading", { level: 1, name: "shop" }).waitFor();
      await keepPicture(page, `tab${tab.replace("/", "-")}-${name}`);
      await expectGoodPage(visitor);
    }
    if (locale === "ko-KR") expect(await page.getByRole("main").textContent()).toContain("없애는 계획 만들기");
    await visitor.context.close();
  },
  300_000,
);

test("the list leads to its machines, narrows them, plans many at once, and draws only what is seen", async () => {
  const visitor = await world().signedIn();
  const { page } = visitor;
  await visitor.go("/app/machines");
  await page.getByRole("link", { name: "shop" }).waitFor();
  await expectGoodPage(visitor);
  await keepPicture(page, "list-desk-light");

  await page.getByLabel("State", { exact: true }).selectOption("running");
  await page.getByLabel("Search").fill("shop");
  await page.getByText("1 machine", { exact: true }).waitFor();
  await page.getByRole("checkbox", { name: "Choose all that are shown" }).check();
  await page.getByRole("button", { name: "Make plans" }).click();
  await page.getByText("1 plan is being made.").waitFor(PATIENCE);
  const plans = await world().service.api<{ items: Run[] }>("GET", `/runs?workspaceId=${shop}&limit=2`);
  expect((await settle(world().service, plans.body.items)).map(({ status }) => status)).toEqual([
    "planned-and-finished",
    "planned-and-finished",
  ]);
  await expectGoodPage(visitor);
  await page.route("**/api/v1/workspaces?*", async (route) => {
    const answer = (await (await route.fetch()).json()) as { items: { id: string; name: string }[] };
    const [one] = answer.items;
    const items = Array.from({ length: 1_000 }, (_, place) => ({ ...one, id: `${place}`, name: `many-${place}` }));
    await route.fulfill({ json: { items, nextCursor: null } });
  });
  await page.goto("/app/machines");
  await page.getByText("1000 machines").waitFor();

  expect(await page.getByRole("table").getAttribute("aria-rowcount")).toBe("2001");
  expect(await page.getByRole("row").count()).toBeLessThan(100);
  await page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)");
  await page.getByRole("link", { name: "many-999" }).waitFor();
  await visitor.context.close();
}, 200_000);

test("a silent cloud and a silent service are told of with what was seen last, and keys are copied", async () => {
  const visitor = await world().signedIn();
  const { page, context } = visitor;
  await visitor.go("/app/machines");
  await page.getByRole("table").getByText("running", { exact: true }).nth(1).waitFor();

  await page.route("**/api/v1/instances*", async (route) => {
    const { items } = (await (await route.fetch()).json()) as { items: Instance[] };
    await route.fulfill({ json: { items: items.map((one) => ({ ...one, stale: one.site === "openstack" })) } });
  });
  const asOf = page.getByText(/^This is how it was at .*; the service does not answer/);
  // Coming back to a tab asks again.
  const comeBack = () => page.evaluate("window.dispatchEvent(new Event('visibilitychange'))");
  const lastSeen = page.getByText("The cloud does not answer; last seen").first();
  await until(async () => {
    await comeBack();
    return lastSeen.isVisible();
  });
  await expectGoodPage(visitor);
  await page.unroute("**/api/v1/instances*");
  await page.route("**/api/v1/instances*", (route) => route.abort());
  await until(async () => {
    await comeBack();
    return asOf.isVisible();
  });
  await page.unroute("**/api/v1/instances*");
  await until(async () => {
    await comeBack();
    return (await asOf.count()) + (await lastSeen.count()) === 0;
  });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await visitor.go(`/app/machines/${shop}/access`);
  await page
    .getByRole("button", { name: /^Copy: Key/ })
    .first()
    .click();
  await page
    .getByRole("button", { name: /^Copy: Key/ })
    .getByText("Copied")
    .first()
    .waitFor();

  expect(await page.evaluate("navigator.clipboard.readText()")).toMatch(/^ssh-ed25519 [A-Za-z0-9+/=]+/);
  await context.close();
}, 300_000);

test("an older version of a state becomes the newest after a question, and nothing changes on the cloud", async () => {
  const visitor = await world().signedIn();
  const { page } = visitor;
  await visitor.go(`/app/machines/${shop}/terraform`);
  const place = page.getByRole("region", { name: "Main on" });
  const older = place.getByRole("button", { name: /^Make it the newest: version/ }).first();
  const before = await world().service.api<StateHistory>("GET", `/workspaces/${shop}/states/openstack`);

  await older.click();
  const dialog = page.getByRole("dialog", { name: "Make it the newest" });
  await dialog.getByText("Nothing changes on the cloud").waitFor();
  await expectGoodPage(visitor);
  await dialog.getByRole("button", { name: "Make it the newest" }).click();
  await place.getByText(/is the newest now, with the content of version/).waitFor();
  await place.getByText("a rollback by").waitFor();
  const after = await world().service.api<StateHistory>("GET", `/workspaces/${shop}/states/openstack`);

  const [was, now] = [before.body.versions[0], after.body.versions[0]];
  expect(now?.serial).toBeGreaterThan(was?.serial ?? Number.POSITIVE_INFINITY);
  expect(now).toMatchObject({ origin: "rollback" });
  await visitor.context.close();
}, 200_000);

test("a machine is destroyed only by whoever types its name, and then forgotten", async () => {
  const visitor = await world().signedIn();
  const { page } = visitor;
  await visitor.go(`/app/machines/${shop}/danger`);

  await page.getByRole("button", { name: "Plan the destruction" }).click();
  await stage(page, "The plan is ready").waitFor(PATIENCE);
  await page
    .getByRole("heading", { name: /^Destroys data/ })
    .first()
    .waitFor();
  await page.getByLabel("Type shop to go on").fill("shoe");
  await page.getByRole("button", { name: "Approve and destroy" }).click();
  await page.getByText("This is not the name of the machine.").waitFor();
  await keepPicture(page, "destroy-desk-light");
  await expectGoodPage(visitor);
  await approved(page, "shop");
  await stage(page, "Everything is destroyed.").waitFor(PATIENCE);
  await page.getByRole("link", { name: "Danger zone" }).click();
  await page.getByRole("button", { name: "Forget it" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Forget it" }).click();
  await page.waitForURL("**/app/machines");

  await page.getByText("shop is forgotten.").waitFor();
  expect((await world().service.api("GET", `/workspaces/${shop}`)).status).toBe(404);
  expect(visitor.complaints).toEqual([]);
  await visitor.context.close();
}, 400_000);
