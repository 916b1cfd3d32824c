import { expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import type { MachineSession } from "../../../src/contract/index.ts";
import { expectGoodPage, keepPicture, type PageWorld } from "../../_helpers/page-world.ts";
import { until } from "../../_helpers/until.ts";

/** What is asked of elements in the browser, whose types the tests do not know. */
interface Drawn {
  readonly style: { readonly color: string };
}
interface Canvas {
  readonly width: number;
  readonly height: number;
  getContext(kind: "2d"): {
    getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8ClampedArray };
  };
}

/**
 * The terminal and the screen in the browser, and what the audit log keeps of them.
 *
 * @param shop id of a machine that runs on both clouds; at the main one's address a real SSH server answers
 * @param machineSaid log of that server
 */
export function tellOfSessions(world: () => PageWorld, shop: () => string, machineSaid: () => string): void {
  const rows = (page: Page) => page.locator(".xterm-rows");
  const shows = (page: Page, text: string) => rows(page).filter({ hasText: text }).waitFor();
  const openNow = async () =>
    (await world().service.api<{ items: MachineSession[] }>("GET", `/workspaces/${shop()}/machine-sessions`)).body
      .items;

  const coloursOf = (page: Page) =>
    rows(page)
      .locator("span")
      .evaluateAll((spans) => (spans as unknown as Drawn[]).map(({ style }) => style.color).filter(Boolean));

  test("a command typed into the terminal is answered by the machine, in colours and in every size", async () => {
    const visitor = await world().signedIn();
    const { page } = visitor;
    await visitor.go(`/app/machines/${shop()}/terminal`);
    await page.getByRole("button", { name: "Connect" }).waitFor();
    await expectGoodPage(visitor);

    await page.getByRole("button", { name: "Connect" }).click();
    await page.getByText("Connected.").waitFor();
    await page.keyboard.type("was=$(stty size); echo answer-$((40 + 2))\n");
    await shows(page, "answer-42");
    await page.keyboard.type("printf '\\033[38;2;255;140;0mamber\\033[0m\\n'\n");
    // The line that was typed says the word as well, and stands there before the machine answers.
    await until(async () => (await coloursOf(page)).length > 0);
    await keepPicture(page, "terminal-desk-light");
    await expectGoodPage(visitor);
    await page.setViewportSize({ width: 800, height: 900 });
    await page.keyboard.type('until [ "$(stty size)" != "$was" ]; do sleep 0.1; done; clear; echo re"sized"\n');
    await shows(page, "resized");

    expect(machineSaid()).toContain("Accepted publickey for twinstack");
    expect(await openNow()).toMatchObject([{ kind: "terminal", site: "openstack", connected: true }]);
    await page.keyboard.press("Control+F6");
    expect(await page.locator(":focus").textContent()).toBe("Disconnect");
    await page.keyboard.press("Enter");
    await page.getByText("You disconnected.").waitFor();
    await until(async () => (await openNow()).length === 0);
    await page.getByRole("button", { name: "Connect again" }).click();
    await page.getByText("Connected.").waitFor();
    await page.keyboard.type("exit\n");
    await page.getByText("The machine ended it.").waitFor();
    await expectGoodPage(visitor);
    await visitor.context.close();
  }, 200_000);

  test("in Korean, in the dark, on a phone: the same terminal, ended by an administrator", async () => {
    const visitor = await world().signedIn({
      locale: "ko-KR",
      colorScheme: "dark",
      viewport: { width: 390, height: 800 },
    });
    const { page } = visitor;
    await visitor.go(`/app/machines/${shop()}/terminal`);
    await page.getByRole("button", { name: "연결하기" }).click();
    await page.getByText("연결되었습니다.").waitFor();
    await page.keyboard.type("echo '안녕하세요'\n");
    await shows(page, "안녕하세요");
    await page.getByLabel("화면 낭독기용").click();
    await keepPicture(page, "terminal-phone-dark-ko");
    await expectGoodPage(visitor);

    await until(async () => (await openNow()).length === 1);
    const [open] = await openNow();
    await world().service.api("DELETE", `/machine-sessions/${open?.id}`);

    await expect(page.getByText("소유자나 관리자가 끝냈습니다.").waitFor()).resolves.toBeUndefined();
    await visitor.context.close();
  }, 200_000);

  test("a sandbox machine without a system says so at once", async () => {
    const visitor = await world().signedIn();
    const { page } = visitor;
    await visitor.go(`/app/machines/${shop()}/terminal`);
    await page.getByLabel("Standby on sandbox-cloudstack").click();
    await page.getByText("This machine belongs to the sandbox").waitFor();

    await page.getByRole("button", { name: "Connect" }).click();

    await expect(page.getByRole("alert").getByText("it has no system behind it").waitFor()).resolves.toBeUndefined();
    await expectGoodPage(visitor);
    await visitor.context.close();
  }, 200_000);

  /** Points of the canvas that are light, as letters are. */
  const inked = (page: Page) =>
    page.locator(".screen-place canvas").evaluate((found) => {
      const canvas = found as unknown as Canvas;
      if (canvas.width === 0) return 0;
      const { data: points } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return points.filter((part, at) => at % 4 === 0 && part > 150).length;
    });

  test.each(["Main on sandbox-openstack", "Standby on sandbox-cloudstack"])(
    "the screen of %s is drawn, and takes keys",
    async (place) => {
      const visitor = await world().signedIn();
      const { page } = visitor;
      await visitor.go(`/app/machines/${shop()}/console`);
      await page.getByLabel(place).click();

      await page.getByRole("button", { name: "Connect" }).click();
      await page.getByText("Connected.").waitFor();
      await until(async () => (await inked(page)) > 500);
      const before = await inked(page);
      await page.locator(".screen-place canvas").click();
      await page.keyboard.type("HELLO");
      await until(async () => (await inked(page)) > before + 100);
      await keepPicture(page, `screen-${place.includes("openstack") ? "openstack" : "cloudstack"}`);
      await expectGoodPage(visitor);
      await page.getByRole("button", { name: "Send Ctrl+Alt+Del" }).click();
      await page.locator(".screen-place canvas").click();
      await page.keyboard.press("Control+F6");

      expect(await page.locator(":focus").textContent()).toBe("Disconnect");
      await page.getByRole("button", { name: "Disconnect" }).click();
      await page.getByText("You disconnected.").waitFor();
      await visitor.context.close();
    },
    200_000,
  );

  test("who was at which machine, from where, how long and why it ended stands in the audit log", async () => {
    const ends = async () =>
      (
        await world().service.api<{ items: { action: string; detail: Record<string, unknown> }[] }>(
          "GET",
          "/audit?action=machine-session.end",
        )
      ).body;
    // The page says that one left before the service has noted it.
    await until(async () => (await ends()).items.length >= 5);
    const body = await ends();

    expect(body.items.map(({ detail }) => detail["reason"]).sort()).toEqual([
      ...["ended-by-other", "left", "left", "left", "machine-ended"],
    ]);
    expect(body.items.every(({ detail }) => typeof detail["seconds"] === "number")).toBe(true);
    expect(JSON.stringify(body)).not.toContain("answer-");
  });
}
