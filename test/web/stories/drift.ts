import { expect, test } from "@jest/globals";
import * as z from "zod";
import type { Policy } from "../../../src/contract/index.ts";
import { expectGoodPage, keepPicture, type PageWorld } from "../../_helpers/page-world.ts";
import { sandboxHands } from "../../_helpers/sandbox-hands.ts";

const Group = z.object({
  name: z.string(),
  security_group_rules: z.array(z.object({ id: z.string(), port_range_min: z.int().nullish() })),
});

/**
 * What somebody changed on a cloud is seen, and what may happen by itself is chosen. To be told last: from then on more
 * happens to the machine than its other stories know.
 *
 * @param shop id of a machine named so that runs on both clouds
 */
export function tellOfDrift(world: () => PageWorld, shop: () => string): void {
  async function removeRule(port: number): Promise<void> {
    const { openstack } = await sandboxHands(world().service);
    const groups = await openstack.list("network", "/security-groups", "security_groups", Group);
    const rules = groups.find(({ name }) => name.includes("shop"))?.security_group_rules ?? [];
    const rule = rules.find(({ port_range_min: from }) => from === port);
    await openstack.change({ method: "DELETE", service: "network", path: `/security-group-rules/${rule?.id}` });
  }

  test("a rule that is gone from a cloud is told, with what may be done about it", async () => {
    await removeRule(22);
    const visitor = await world().signedIn();
    const { page } = visitor;

    await visitor.go(`/app/machines/${shop()}/drift`);
    await page.getByText("Not looked at since its last apply").first().waitFor();
    await page.getByRole("button", { name: "Look now" }).click();
    await page.getByText("can be put right at once").waitFor({ timeout: 120_000 });
    await page.getByText("As it was applied", { exact: true }).first().waitFor();
    await keepPicture(page, "drift-desk-light");

    await expectGoodPage(visitor);
    await visitor.context.close();
  }, 200_000);

  test("the same in Korean on a phone, where the owner chooses what may happen by itself and when", async () => {
    const look = { colorScheme: "dark", locale: "ko-KR", viewport: { width: 390, height: 800 } } as const;
    const visitor = await world().signedIn({ ...look, timezoneId: "Asia/Seoul" });
    const { page } = visitor;

    await visitor.go(`/app/machines/${shop()}/drift`);
    await page.getByText("바로 되돌릴 수 있음").waitFor();
    await page.getByRole("radio", { name: "아무것도 멈추지 않는 것은 저절로 적용하기" }).check();
    await page.getByRole("checkbox", { name: "정한 시간에만" }).check();
    await page.getByRole("checkbox", { name: "일", exact: true }).uncheck();
    await page.getByLabel("시작", { exact: true }).fill("04:30");
    await page.getByRole("checkbox", { name: "정한 시각에 머신 끄기" }).check();
    await keepPicture(page, "policy-phone-dark-korean");
    await expectGoodPage(visitor);
    await page.getByRole("checkbox", { name: "시간을 cron 줄로 쓰기" }).check();
    await expectGoodPage(visitor);
    await page.getByLabel("끄는 때 (cron)").fill("at night");
    await page.getByRole("button", { name: "이대로 저장" }).click();
    await page.getByRole("alert").getByText("/power/stop").waitFor();
    await page.getByLabel("끄는 때 (cron)").fill("0 23 * * 1-5");
    await page.getByRole("button", { name: "이대로 저장" }).click();
    await page.getByText("저절로 일어나도 되는 일을 저장했습니다.").waitFor();
    await keepPicture(page, "policy-expert-phone-dark-korean");

    const { body } = await world().service.api<Policy>("GET", `/workspaces/${shop()}/policy`);
    expect(body).toMatchObject({
      ...{ changes: "safe", drift: "tell", timeZone: "Asia/Seoul", maintenance: false, version: 1 },
      window: { cron: "30 4 * * 1,2,3,4,5,6", minutes: 120 },
      power: { stop: "0 23 * * 1-5", start: "0 8 * * 1,2,3,4,5" },
    });
    await visitor.context.close();
  }, 200_000);
}
