import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import type { Revision, Run, Workspace } from "../../src/contract/index.ts";
import { expectGoodPage, keepPicture, usePageWorld } from "../_helpers/page-world.ts";
import { settle } from "../_helpers/started-service.ts";

const DESK = { locale: "en-GB", colorScheme: "light", viewport: { width: 1280, height: 900 } } as const;
const PHONE = { locale: "ko-KR", colorScheme: "dark", viewport: { width: 390, height: 844 } } as const;
const world = usePageWorld();

async function pasteFile(page: Page, text: string): Promise<void> {
  await page.getByRole("button", { name: "Paste a file" }).click();
  const dialog = page.getByRole("dialog", { name: "Paste a requirement file" });
  await dialog.getByLabel("YAML or JSON").fill(text);
  await dialog.getByRole("button", { name: "Take it over" }).click();
}

const question = (page: Page, name: string) => page.getByRole("button", { name: new RegExp(`^${name}`) });
const requirementFile = (page: Page) => page.getByTestId("requirement-file");
const noMistakes = (page: Page) => page.getByRole("status").getByText(/^Fits on/);

test("an example becomes a machine and its twin without a key being touched, in five clicks", async () => {
  const visitor = await world().signedIn(DESK);
  const { page } = visitor;
  await page.goto("/app/machines");
  let clicks = 0;
  const click = async (role: "button" | "link" | "checkbox", name: string) => {
    await page.getByRole(role, { name, exact: true }).click();
    clicks += 1;
  };
  await page.getByRole("heading", { name: "No machine yet" }).waitFor();
  expect(await page.getByRole("article").count()).toBe(3);
  await expectGoodPage(visitor);
  await keepPicture(page, "wizard-empty");

  await click("link", "Take this one: Small web server");
  await page.getByText("Fits on both clouds").waitFor();
  await expectGoodPage(visitor);
  await keepPicture(page, "wizard-example");
  await click("button", "Make this machine");
  await page.getByRole("dialog", { name: "Your key" }).waitFor();
  await expectGoodPage(visitor);
  await keepPicture(page, "wizard-key");
  const downloading = page.waitForEvent("download");
  await click("button", "Download the key");
  const key = readFileSync(await (await downloading).path(), "utf8");
  await click("checkbox", "I have kept the key in a safe place");
  await click("button", "Go on to the plan");
  await page.waitForURL("**/app/machines/*/review");

  expect(clicks).toBe(5);
  expect(key).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----/);
  const [machine] = (await world().service.api<{ items: Workspace[] }>("GET", "/workspaces")).body.items;
  expect(machine).toMatchObject({ name: "small-web-server", sites: [{ machine: "running" }, { machine: "running" }] });
  const runs = (await world().service.api<{ items: Run[] }>("GET", "/runs")).body.items;
  expect(runs.map(({ site }) => site).sort()).toEqual(["cloudstack", "openstack"]);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((name) => name.includes("draft")))).toEqual([]);
  await visitor.context.close();
});

test("what is wrong is said at its field and in a list that leads there, and nothing is sent", async () => {
  const visitor = await world().signedIn(DESK);
  const { page } = visitor;
  await page.goto("/app/new?profile=small-web-server");
  await noMistakes(page).waitFor();
  await question(page, "What is it for\\?").click();

  expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("small-web-server-2");
  await page.getByLabel("Name", { exact: true }).fill("small-web-server");
  await page.getByText("You have a machine of this name already. Choose another name.").first().waitFor();
  await page.getByLabel("Name", { exact: true }).fill("My Server");
  await question(page, "How strong should it be\\?").click();
  await page.getByLabel("Processors", { exact: true }).fill("100");
  await question(page, "How do you get in\\?").click();
  await page.getByLabel("Login name", { exact: true }).fill("root");
  await page.getByLabel("My own SSH public keys", { exact: true }).fill("-----BEGIN OPENSSH PRIVATE KEY-----");

  const described = async (label: string) => {
    const ids = (await page.getByLabel(label, { exact: true }).getAttribute("aria-describedby")) ?? "";
    const texts = ids.split(" ").map((id) => page.locator(`[id="${id}"]`).textContent());
    return (await Promise.all(texts)).join("");
  };
  await page.getByText("belongs to the operating system").first().waitFor();
  expect(await described("Processors")).toBe("At most 64");
  expect(await described("Name")).toContain("use 1 to 42 lower-case letters");
  expect(await described("Login name")).toContain("belongs to the operating system");
  expect(await described("My own SSH public keys")).toContain("paste one whole OpenSSH public key");
  expect(await page.getByRole("status").getByText("Not yet: 4 things to correct").count()).toBe(1);
  await expectGoodPage(visitor);
  await keepPicture(page, "wizard-faults");

  await question(page, "How strong should it be\\?").click();
  await page.locator("#faults").getByRole("button", { name: "Processors" }).click();
  await page.locator('[id="field-hardware.vcpu"]:focus').waitFor();
  await page.getByRole("button", { name: "Make this machine" }).click();
  await page.locator('[id="field-name"]:focus').waitFor();
  expect((await world().service.api<{ items: Workspace[] }>("GET", "/workspaces")).body.items).toHaveLength(1);
  await visitor.context.close();
});

test("a pasted file fills the page, and a wrong one is refused with its line", async () => {
  const visitor = await world().signedIn(DESK);
  const { page } = visitor;
  await page.goto("/app/new");
  await page.getByRole("heading", { name: "The requirement file" }).waitFor();

  await pasteFile(page, "name: shop\nhardware:\n  vcpu: 100\n");
  const dialog = page.getByRole("dialog", { name: "Paste a requirement file" });
  await dialog.getByRole("alert").getByText("Line 3: Processors: At most 64").waitFor();
  await expectGoodPage(visitor);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await pasteFile(page, readFileSync(join(import.meta.dirname, "../../examples/team-database.yaml"), "utf8"));
  await dialog.waitFor({ state: "hidden" });
  await noMistakes(page).waitFor();
  await page.getByRole("switch", { name: "Show every field" }).click();
  for (const name of ["How strong should it be\\?", "What should be on it\\?", "What if a cloud dies\\?"]) {
    await question(page, name).click();
  }

  expect(await page.getByLabel("Folder", { exact: true }).inputValue()).toBe("/var/lib/postgresql");
  expect(await page.getByLabel("Content", { exact: true }).inputValue()).toBe("listen_addresses = '*'\n");
  expect(await page.getByLabel("Protected", { exact: true }).isChecked()).toBe(true);
  expect(await requirementFile(page).textContent()).toContain("recoveryPointObjective: PT1H");
  await expectGoodPage(visitor);
  await keepPicture(page, "wizard-expert");
  const file = await requirementFile(page).textContent();
  await visitor.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("region", { name: "The requirement file" }).getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe(file);
  const kept = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download", exact: false }).first().click();
  expect(readFileSync(await (await kept).path(), "utf8")).toBe(file);
  await visitor.context.close();
});

test("a draft survives a reload, but a password never reaches the browser's store", async () => {
  const visitor = await world().signedIn(DESK);
  const { page } = visitor;
  await page.goto("/app/new?profile=course-machine");
  await page.getByRole("switch", { name: "Show every field" }).click();
  await question(page, "How strong should it be\\?").click();
  await page.getByLabel("Memory (GiB)", { exact: true }).fill("3.5");
  await question(page, "How do you get in\\?").click();
  await page.getByLabel("Password", { exact: true }).fill("a password of mine");
  await noMistakes(page).waitFor();
  await page.reload();
  await page.getByText("Your draft is here again").waitFor();

  expect(await requirementFile(page).textContent()).toContain("memoryGib: 3.5");
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain("a password of mine");
  await expectGoodPage(visitor);
  await keepPicture(page, "wizard-restored");
  await page.getByRole("button", { name: "Start over" }).click();
  await page.getByText("Your draft is here again").waitFor({ state: "hidden" });
  expect(await requirementFile(page).textContent()).not.toContain("memoryGib");
  await visitor.context.close();
});

test("a page that lost the service says so, keeps what is typed, and goes on when it is back", async () => {
  const visitor = await world().signedIn(DESK);
  const { page, context } = visitor;
  await page.goto("/app/new?profile=blank");
  await noMistakes(page).waitFor();
  await question(page, "How strong should it be\\?").click();

  await context.setOffline(true);
  await page.getByLabel("Processors", { exact: true }).fill("2");
  await page.getByRole("alert").getByText("The service does not answer").first().waitFor({ timeout: 60_000 });
  await context.setOffline(false);
  await page.getByLabel("Memory (GiB)", { exact: true }).fill("2");

  await noMistakes(page).waitFor({ timeout: 60_000 });
  expect(await page.getByLabel("Processors", { exact: true }).inputValue()).toBe("2");
  await context.close();
});

test("every question in Korean, dark, on a phone, with all its fields, is usable", async () => {
  const visitor = await world().signedIn(PHONE);
  const { page } = visitor;
  await page.goto("/app/new?profile=web-with-database&standby=running");
  await page.getByText("두 클라우드 모두에 맞습니다").waitFor();
  await keepPicture(page, "wizard-korean-closed");
  await page.getByRole("switch", { name: "모든 항목 보기" }).click();
  const questions = page.getByRole("heading", { level: 2 }).getByRole("button");
  expect(await page.getByRole("button", { name: /\?” 설명$/ }).count()).toBe(await questions.count());
  await page
    .getByRole("button", { name: /\?” 설명$/ })
    .first()
    .click();
  await page.getByText("시작할 예와 이름입니다").waitFor();
  await page.keyboard.press("Escape");
  for (const one of await questions.all()) await one.click();
  await page.getByRole("button", { name: "파일에 추가" }).click();
  await page.getByRole("button", { name: "이름표에 추가" }).click();
  await page.getByRole("button", { name: "“프로세서” 설명" }).click();
  await page.getByText("머신이 동시에 할 수 있는 일의 수입니다").waitFor();

  await expectGoodPage(visitor);
  await keepPicture(page, "wizard-korean-all");
  const words = ((await page.locator("main").textContent()) ?? "").replaceAll(/\s+/g, " ");
  expect(words).not.toMatch(/What is|Show every|Open ports|Make this/);
  expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
  await visitor.context.close();
});

test("a change shows what differs, is saved once, and says when nothing differs", async () => {
  const visitor = await world().signedIn({ ...DESK, colorScheme: "dark" });
  const { page } = visitor;
  const [machine] = (await world().service.api<{ items: Workspace[] }>("GET", "/workspaces")).body.items;
  // The plans of the first revision wait for a review that never comes.
  await settle(world().service, (await world().service.api<{ items: Run[] }>("GET", "/runs")).body.items);
  await page.goto(`/app/machines/${machine?.id}/change`);
  await page.getByRole("heading", { level: 1, name: "Change small-web-server" }).waitFor();
  const save = page.getByRole("button", { name: "Save the change" });
  await page.getByText("Nothing differs from what is there").waitFor();

  expect(await page.getByText("Nothing differs yet.").count()).toBe(1);
  expect(await save.isDisabled()).toBe(true);
  await question(page, "How strong should it be\\?").click();
  await page.getByLabel("Memory (GiB)", { exact: true }).fill("2");
  await page.getByRole("button", { name: "Add to Extra disks" }).click();
  await page.getByRole("group", { name: "Extra disks 1" }).getByLabel("Name", { exact: true }).fill("media");
  await page.getByText("Memory (GiB): 1 → 2").waitFor();
  await page.getByText(/Extra disks › media: new: Name media, Size \(GiB\) 1/).waitFor();
  await page.getByText("Fits on both clouds").waitFor();
  await expectGoodPage(visitor);
  await keepPicture(page, "wizard-change");
  await save.click();
  await page.waitForURL("**/app/machines/*/review");

  const latest = await world().service.api<Revision>("GET", `/workspaces/${machine?.id}/revisions/2`);
  expect(latest.body.requirement.hardware).toMatchObject({ memoryGib: 2, volumes: [{ name: "media", sizeGib: 1 }] });
  expect(latest.body.requirement.access.sshKeys).toHaveLength(1);
  const runs = (await world().service.api<{ items: Run[] }>("GET", "/runs")).body.items;
  expect(runs.filter(({ revision }) => revision === 2)).toHaveLength(2);
  expect(runs.filter(({ revision, status }) => revision === 1 && status === "planned")).toEqual([]);
  await visitor.context.close();
});

test("whoever changed a machine first is not overwritten: one's changes are put on theirs", async () => {
  const visitor = await world().signedIn(DESK);
  const { page } = visitor;
  const [machine] = (await world().service.api<{ items: Workspace[] }>("GET", "/workspaces")).body.items;
  await page.goto(`/app/machines/${machine?.id}/change`);
  await question(page, "How strong should it be\\?").click();
  await page.getByLabel("Processors", { exact: true }).fill("2");
  const theirs = { name: "small-web-server", profile: "small-web-server", labels: { by: "somebody-else" } };
  await world().service.api("POST", `/workspaces/${machine?.id}/revisions`, theirs);

  await page.getByText("Processors: 1 → 2").waitFor();
  await page.getByRole("button", { name: "Save the change" }).click();
  await page.getByText("Somebody else changed this machine meanwhile.").waitFor();
  await expectGoodPage(visitor);
  await page.getByRole("button", { name: "Put my changes on the latest version" }).click();
  await page.getByText("Somebody else changed this machine meanwhile.").waitFor({ state: "hidden" });

  expect(await requirementFile(page).textContent()).toContain("by: somebody-else");
  expect(await page.getByText("Processors: 1 → 2").count()).toBe(1);
  await visitor.context.close();
});
