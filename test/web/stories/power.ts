import { expect, test } from "@jest/globals";
import type { Instance, PowerAction, WorkspaceEvent } from "../../../src/contract/index.ts";
import { expectGoodPage, keepPicture, PASSWORD, type PageWorld } from "../../_helpers/page-world.ts";
import { plan } from "../../_helpers/started-service.ts";
import { until } from "../../_helpers/until.ts";

/**
 * Stopping, starting and rebooting, by whoever may, and what is told of it.
 *
 * @param shop id of a machine named so that runs on both clouds
 */
export function tellOfPower(world: () => PageWorld, shop: () => string): void {
  test("the main machine is stopped by somebody who has read what that means, is seen stopped, and is started again", async () => {
    const visitor = await world().signedIn();
    const { page } = visitor;

    await visitor.go(`/app/machines/${shop()}`);
    await page.getByRole("button", { name: "Stop the main machine" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("what it serves is away until it is started again").waitFor();
    await keepPicture(page, "power-dialog-desk-light");
    await expectGoodPage(visitor);
    await dialog.getByRole("button", { name: "Stop", exact: true }).click();
    await page.getByText(/^Stopped by hand/).waitFor();
    await page.getByText("stopped", { exact: true }).waitFor();
    await keepPicture(page, "power-stopped-desk-light");
    await expectGoodPage(visitor);
    await page.getByRole("button", { name: "Start the main machine" }).click();
    await dialog.getByRole("button", { name: "Start", exact: true }).click();

    await page.getByRole("button", { name: "Stop the main machine" }).waitFor();
    await expect(page.getByText("running", { exact: true }).nth(1).waitFor()).resolves.toBeUndefined();
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
      const visitor = await world().signedIn({ colorScheme, locale, viewport: { width, height: 800 } });
      const { page } = visitor;

      await visitor.go(`/app/machines/${shop()}/events`);
      await page.getByText(started, { exact: true }).waitFor();
      const all = await page.locator(".events > li").count();
      await keepPicture(page, `events-${name}`);
      await expectGoodPage(visitor);
      await page.getByRole("combobox").last().selectOption(power);
      await page.waitForFunction(`document.querySelectorAll(".events > li").length < ${all}`);
      await page.getByText(started, { exact: true }).waitFor();

      expect(await page.locator(".events > li").count()).toBe(4);
      await visitor.go(`/app/machines/${shop()}`);
      await page
        .getByRole("button", { name: locale === "en-GB" ? "Reboot the standby" : "대기 머신 다시 시작" })
        .click();
      await page.getByRole("dialog").getByRole("checkbox").check();
      await keepPicture(page, `power-reboot-${name}`);
      await expectGoodPage(visitor);
      await visitor.context.close();
    },
    200_000,
  );

  test("the next plan starts what was stopped by hand on OpenStack, and says so", async () => {
    const site = (
      await world().service.api<{ items: { site: string; role: string }[] }>("GET", `/instances?workspaceId=${shop()}`)
    ).body.items;
    expect(site.map((one) => one.site).sort()).toEqual(["cloudstack", "openstack"]);
    const path = `/workspaces/${shop()}/sites/openstack/power`;
    const asked = await world().service.api<PowerAction>("POST", path, { action: "stop", accepted: true });
    expect(asked.status).toBe(202);
    await ended(asked.body);

    const runs = await plan(world().service, shop());

    const told = runs.find((run) => run.site === "openstack")?.summary?.changes[0];
    expect(told).toMatchObject({ danger: "restarts", title: expect.stringMatching(/^Starts the machine/) });
    expect(told?.reason).toContain("A person stopped it by hand");
    for (const { id, status } of runs)
      if (status === "planned") await world().service.api("POST", `/runs/${id}/discard`);
    await ended((await world().service.api<PowerAction>("POST", path, { action: "start" })).body);
  }, 200_000);

  async function ended({ id }: PowerAction): Promise<void> {
    const path = `/workspaces/${shop()}/power-actions/${id}`;
    await until(async () => (await world().service.api<PowerAction>("GET", path)).body.finishedAt !== null);
  }

  test("asked twice with one key it is done once, refused unless accepted, and noted by the audit log", async () => {
    const visitor = await world().signedIn();
    const ask = (data: object, key: string) =>
      visitor.context.request.post(`/api/v1/workspaces/${shop()}/sites/cloudstack/power`, {
        data,
        headers: { origin: world().service.url, "idempotency-key": key },
      });

    const first = await ask({ action: "reboot", hard: true, accepted: true }, "wish-1");
    const again = await ask({ action: "reboot", hard: true, accepted: true }, "wish-1");
    const refused = await ask({ action: "reboot", hard: true }, "wish-2");
    const made = (await first.json()) as PowerAction;
    await ended(made);
    const lines = await world().service.api<{ items: { outcome: string }[] }>(
      "GET",
      "/audit?action=changePower&limit=3",
    );

    expect([first.status(), again.status(), refused.status()]).toEqual([202, 202, 409]);
    expect(((await again.json()) as PowerAction).id).toBe(made.id);
    expect(await refused.json()).toMatchObject({ code: "power-not-accepted" });
    expect(lines.body.items.map(({ outcome }) => outcome)).toEqual(["refused", "done", "done"]);
    await visitor.context.close();
  }, 100_000);

  test("a viewer sees all of it and changes nothing", async () => {
    const lab = await world().service.api<{ id: string }>("POST", "/organisations", { handle: "lab", name: "Lab" });
    const lee = await world().signedIn();
    const made = await lee.context.request.post("/api/v1/workspaces", {
      data: "name: labshop\nprofile: small-web-server\naccess: { generateKeyPair: true }\n",
      headers: { origin: world().service.url, "twinstack-account": "lab", "content-type": "application/yaml" },
    });
    const { id } = ((await made.json()) as { workspace: { id: string } }).workspace;
    await lee.context.close();
    await world().service.api("PATCH", "/settings", { signUp: "invitation" });
    const invited = await world().service.api<{ token: string }>("POST", `/organisations/${lab.body.id}/invitations`, {
      role: "viewer",
    });
    const visitor = await world().visit();
    const post = (path: string, data: object) =>
      visitor.context.request.post(`/api/v1${path}`, { data, headers: { origin: world().service.url } });
    await post("/auth/sign-up", {
      ...{ email: "vee@example.org", password: PASSWORD, name: "Vee", handle: "vee" },
      invitation: invited.body.token,
    });
    await post("/auth/login", { email: "vee@example.org", password: PASSWORD });

    // The organisation's machine looks as the one that runs does, which would offer every button.
    const { items: running } = (
      await world().service.api<{ items: Instance[] }>("GET", `/instances?workspaceId=${shop()}`)
    ).body;
    await visitor.page.route("**/api/v1/instances?*", (route) =>
      route.fulfill({ json: { items: running.map((one) => ({ ...one, workspaceId: id })) } }),
    );
    await visitor.go(`/app/machines/${id}`);
    await visitor.page.getByText("You may look at this machine", { exact: false }).first().waitFor();
    const offered = await visitor.page.getByRole("button", { name: /^(Start|Stop|Reboot) the / }).count();
    await expectGoodPage(visitor);
    const refused = await post(`/workspaces/${id}/sites/openstack/power`, { action: "start" });
    const seen = await visitor.context.request.get(`/api/v1/workspaces/${id}/events`);
    const foreign = await visitor.context.request.get(`/api/v1/workspaces/${shop()}/events`);

    expect(offered).toBe(0);
    expect([refused.status(), seen.status(), foreign.status()]).toEqual([403, 200, 404]);
    const { items } = (await seen.json()) as { items: WorkspaceEvent[] };
    expect(items.map(({ what }) => what)).toEqual(["revision-first"]);
    expect(JSON.stringify(items)).not.toContain("127.0.0.1");
    await visitor.context.close();
  }, 200_000);
}
