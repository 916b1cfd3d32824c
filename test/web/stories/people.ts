import { expect, test } from "@jest/globals";
import type { AuditEntry, Run } from "../../../src/contract/index.ts";
import { expectGoodPage, keepPicture, type PageWorld } from "../../_helpers/page-world.ts";
import { until } from "../../_helpers/until.ts";

export const ANN = "ann@example.org";
export const SECTIONS = [
  "runs",
  "machines",
  "users",
  "organisations",
  "tenants",
  "images",
  "banners",
  "audit",
  "sandbox",
  "settings",
] as const;

/** What an administrator does with people, their runs and what they are told. */
export function tellOfPeople(world: () => PageWorld): void {
  test("a waiting run of somebody else is seen with its reason and canceled", async () => {
    const visitor = await world().signedIn();
    const person = await world().signedIn({}, ANN);
    const { page } = visitor;
    const headers = { origin: world().service.url };
    const shop = await person.context.request.post("/api/v1/workspaces", {
      data: "name: ann-shop\nprofile: small-web-server\naccess: { generateKeyPair: true }\n",
      headers: { ...headers, "content-type": "application/yaml" },
    });
    const { workspace } = (await shop.json()) as { workspace: { id: string } };
    await person.context.request.post(`/api/v1/workspaces/${workspace.id}/runs`, { data: {}, headers });

    await visitor.go("/app/admin");
    await page.waitForURL("**/app/admin/runs");
    const row = page.getByRole("row").filter({ hasText: "ann-shop" }).first();
    await row.getByText("No worker").waitFor();
    await keepPicture(page, "admin-runs-desk-light");
    await expectGoodPage(visitor);
    expect(await page.getByRole("row").filter({ hasText: "ann-shop" }).count()).toBe(2);
    await row.getByRole("button", { name: /^Cancel the run of ann-shop/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("belongs to Ann").waitFor();
    await expectGoodPage(visitor);
    await dialog.getByRole("button", { name: "Cancel the run" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("row").filter({ hasText: "ann-shop" }).nth(1).waitFor({ state: "detached" });
    const runs = (await (await person.context.request.get("/api/v1/runs")).json()) as { items: Run[] };

    expect(runs.items.map(({ status }) => status).sort()).toEqual(["canceled", "pending"]);
    await visitor.go("/app/admin/machines");
    await page.getByRole("rowheader", { name: /ann-shop/ }).waitFor();
    await page.getByLabel("Search").fill("nobody at all");
    await page.getByText("Nothing matches.").waitFor();
    await page.getByLabel("Search").fill("ann");
    await page.getByRole("rowheader", { name: /ann-shop/ }).waitFor();
    await visitor.context.close();
    await person.context.close();
  }, 120_000);

  test("whoever waits for a worker sees why and at which place in the queue, and takes the run back", async () => {
    const person = await world().signedIn({ locale: "ko-KR" }, ANN);
    const { page } = person;
    const runs = (await (await person.context.request.get("/api/v1/runs")).json()) as { items: Run[] };
    const waiting = runs.items.find(({ status }) => status === "pending");

    await person.go(`/app/machines/${waiting?.workspaceId}/runs/${waiting?.id}`);
    await page.getByText("실행 중인 작업자가 없습니다.").waitFor();
    await page.getByText("대기 순서 1번.").waitFor();
    await expectGoodPage(person);
    await page.getByRole("button", { name: "실행 취소" }).click();
    await page.getByText("취소됨", { exact: true }).first().waitFor();

    const after = (await (await person.context.request.get(`/api/v1/runs/${waiting?.id}`)).json()) as Run;
    expect(after.status).toBe("canceled");
    await person.context.close();
  }, 120_000);

  test("a banner is seen by a second person in their language, put away, and on the sign-in page", async () => {
    const visitor = await world().signedIn();
    const { page } = visitor;

    await visitor.go("/app/admin/banners");
    await page.getByLabel("Text in English").fill("We work on the network tonight.");
    await page.getByLabel("Text in Korean").fill("오늘 밤 네트워크 작업을 합니다.");
    await page.getByLabel("Level").selectOption("warning");
    await page.getByLabel("Also on the sign-in page", { exact: false }).check();
    await page.getByRole("button", { name: "Show it" }).click();
    await page.getByRole("status").filter({ hasText: "We work on the network tonight." }).waitFor();
    await keepPicture(page, "admin-banners-desk-light");
    await expectGoodPage(visitor);
    const person = await world().signedIn({ locale: "ko-KR" }, ANN);
    await person.go("/app/machines");
    const shown = person.page.getByRole("status").filter({ hasText: "오늘 밤 네트워크 작업을 합니다." });
    await shown.waitFor();
    await expectGoodPage(person);
    await shown.getByRole("button", { name: "다시 보지 않기" }).click();
    await shown.waitFor({ state: "detached" });
    await person.page.reload();
    await person.page.getByRole("heading", { level: 1 }).waitFor();
    await person.settled();
    const stranger = await world().visit();
    await stranger.go("/app/sign-in");
    await stranger.page.getByText("We work on the network tonight.").waitFor();
    await expectGoodPage(stranger);

    expect(await shown.count()).toBe(0);
    for (const one of [visitor, person, stranger]) await one.context.close();
  }, 120_000);

  test("a person who is no administrator finds none of it, neither by menu nor by address", async () => {
    const person = await world().signedIn({}, ANN);
    const { page } = person;

    await person.go("/app/machines");
    await page.getByRole("link", { name: "Clouds" }).waitFor();
    expect(await page.getByRole("link", { name: "Administration" }).count()).toBe(0);
    for (const section of SECTIONS) {
      await person.go(`/app/admin/${section}`);
      await page.getByRole("heading", { level: 1, name: "This is not yours" }).waitFor();
    }
    await expectGoodPage(person);
    await person.go("/app/clouds");
    await page.getByRole("link", { name: "sandbox-openstack" }).click();
    await page.getByRole("heading", { level: 1, name: "sandbox-openstack" }).waitFor();

    expect(await page.getByRole("button", { name: "Test the connection" }).count()).toBe(0);
    expect(await page.getByRole("link", { name: "Change", exact: true }).count()).toBe(0);
    await person.go("/app/clouds/new");
    await page.getByLabel("Identity address").waitFor();
    expect(await page.getByLabel("For everybody on this site").count()).toBe(0);
    const paths = ["workspaces", "instances", "runs", "organisations", "banners", "sandbox-faults"];
    const answers = await Promise.all(paths.map((path) => person.context.request.get(`/api/v1/admin/${path}`)));
    expect(answers.map((answer) => answer.status())).toEqual(paths.map(() => 403));
    await person.context.close();
  }, 120_000);

  test("a suspended person's session ends under their hands, and the audit log tells of all that", async () => {
    const visitor = await world().signedIn();
    const person = await world().signedIn({}, ANN);
    const { page } = visitor;
    await person.go("/app/machines");
    await person.page.getByRole("link", { name: "ann-shop" }).first().waitFor();

    await visitor.go("/app/admin/users");
    await page.getByLabel("Search").fill("ann@");
    await page.getByText("1 person", { exact: true }).waitFor();
    await keepPicture(page, "admin-users-desk-light");
    await page.getByRole("link", { name: "ann", exact: true }).click();
    await page
      .getByRole("button", { name: /^End the session in Chrome/ })
      .first()
      .waitFor();
    await expectGoodPage(visitor);
    const before = await page.getByRole("button", { name: /^End the session in/ }).count();
    await page
      .getByRole("button", { name: /^End the session in Chrome/ })
      .first()
      .click();
    await page.getByRole("dialog").getByRole("button", { name: "End", exact: false }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await until(async () => (await page.getByRole("button", { name: /^End the session in/ }).count()) === before - 1);
    await page.getByRole("button", { name: "Suspend" }).click();
    const dialog = page.getByRole("dialog", { name: "Suspend" });
    expect(await dialog.getByRole("button", { name: "Suspend" }).isDisabled()).toBe(true);
    await dialog.getByLabel("Type ann to go on").fill("ann");
    await expectGoodPage(visitor);
    await dialog.getByRole("button", { name: "Suspend" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Let in again" }).waitFor();
    await person.page.getByRole("dialog", { name: "You were signed out" }).waitFor();
    await page.getByRole("button", { name: "Make a reset link" }).click();
    await page.getByText("#token=").waitFor();
    await keepPicture(page, "admin-user-desk-light");
    await expectGoodPage(visitor);
    await visitor.go("/app/admin/audit");
    await page.getByText("suspendUser").first().waitFor();
    await keepPicture(page, "admin-audit-desk-light");
    await expectGoodPage(visitor);
    await page.getByLabel("Action", { exact: true }).fill("registerCloud");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByText("suspendUser").first().waitFor({ state: "detached" });
    expect(await page.getByRole("row").filter({ hasText: "registerCloud" }).count()).toBeGreaterThanOrEqual(2);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download as a table (CSV)" }).click(),
    ]);
    expect(file.suggestedFilename()).toBe("audit.csv");
    const { items } = (await world().service.api<{ items: AuditEntry[] }>("GET", "/audit?scope=site&limit=200")).body;

    expect(items.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        ...["registerCloud", "testCloud", "changeCloud", "breakSandbox", "healSandboxFault", "cancelAnyRun"],
        ...["createBanner", "suspendUser", "handOutPasswordReset"],
      ]),
    );
    await visitor.context.close();
    await person.context.close();
  }, 120_000);
}
