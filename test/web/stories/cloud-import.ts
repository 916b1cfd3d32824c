import { expect, test } from "@jest/globals";
import type { Cloud } from "../../../src/contract/index.ts";
import { expectGoodPage, keepPicture, type PageWorld } from "../../_helpers/page-world.ts";

const CANARY = "never-shown-again";

/** Registering clouds from what other tools know of them. */
export function tellOfCloudImport(world: () => PageWorld, endpoint: () => Promise<string>): void {
  const steps = /Steps of the connection test/;

  test("a cloud is imported from dropped files: which one, what is wrong, and its connection test as it goes", async () => {
    const visitor = await world().signedIn();
    const { page } = visitor;
    const clouds = `clouds:
  home:
    auth: { auth_url: "${await endpoint()}", username: demo, project_name: demo, user_domain_name: Default, project_domain_name: Default }
    region_name: RegionOne
  bare: { auth: { auth_url: "https://bare.example/v3", username: u, project_name: p }, verify: false }
`;
    const yaml = (name: string, text: string) => ({ name, mimeType: "application/yaml", buffer: Buffer.from(text) });

    await visitor.go("/app/clouds");
    await page.getByRole("link", { name: "Import from a file" }).click();
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByLabel("Choose files").click()]);
    await chooser.setFiles([
      yaml("clouds.yaml", clouds),
      yaml("secure.yaml", `clouds: { bare: { auth: { password: ${CANARY} } } }`),
    ]);
    await page.getByText("clouds.yaml is taken.").waitFor();
    await page.getByText("secure.yaml is taken.").waitFor();
    await expectGoodPage(visitor);
    await page.getByRole("button", { name: "See which clouds it tells of" }).click();
    await page.getByText("The text tells of 2 clouds.").waitFor();
    await page.getByText("The text turns the check of certificates off").waitFor();
    expect(await page.getByRole("button", { name: "Test and register" }).count()).toBe(0);
    await page.getByRole("radio", { name: "home" }).check();
    await page.getByLabel("Name", { exact: true }).fill("imported");
    await page.getByLabel("Password or secret").fill("not this one");
    await page.getByRole("button", { name: "Test and register" }).click();
    await page.getByRole("list", { name: steps }).getByText("Check user name, password").waitFor();
    await keepPicture(page, "cloud-import-refused-desk-light");
    await expectGoodPage(visitor);
    expect(await page.content()).not.toContain(CANARY);
    await page.getByLabel("Password or secret").fill("demo");
    await page.getByRole("button", { name: "Test and register" }).click();
    await page.getByRole("heading", { name: "imported is registered" }).waitFor();
    await page.getByText("Every step passed.").waitFor();
    await keepPicture(page, "cloud-import-done-desk-light");
    await expectGoodPage(visitor);
    await page.getByRole("button", { name: "Import another one of the text" }).click();
    await page.getByRole("radio", { name: "bare" }).waitFor();
    const { items } = (await world().service.api<{ items: Cloud[] }>("GET", "/clouds")).body;

    expect(items.find(({ name }) => name === "imported")).toMatchObject({ status: "ready", location: "RegionOne" });
    await visitor.context.close();
  }, 240_000);

  test("in Korean, in the dark, on a phone, by keyboard alone: a pasted text that says too little, then enough", async () => {
    const look = { locale: "ko-KR", colorScheme: "dark", viewport: { width: 390, height: 800 } } as const;
    const visitor = await world().signedIn(look);
    const { page } = visitor;

    await visitor.go("/app/clouds/import");
    await page.getByLabel("텍스트", { exact: true }).focus();
    await page.keyboard.insertText("hello");
    await page.getByRole("button", { name: "어떤 클라우드가 있는지 보기" }).press("Enter");
    await page.getByText("알아볼 수 없는 형식의 텍스트입니다.").waitFor();
    await keepPicture(page, "cloud-import-unknown-phone-dark-ko");
    await expectGoodPage(visitor);
    await page.getByLabel("텍스트", { exact: true }).focus();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText("[prod]\nurl = http://127.0.0.1:9/client/api\napikey = k\nsecretkey = s\n");
    await page.getByRole("button", { name: "어떤 클라우드가 있는지 보기" }).press("Enter");
    await page.getByText("cloudmonkey 프로필에는 존이 없습니다.").waitFor();
    await page.getByRole("button", { name: "시험하고 등록하기" }).press("Enter");
    await page.getByText("“zone”이(가) 없습니다.").first().waitFor();
    await keepPicture(page, "cloud-import-found-phone-dark-ko");

    await expect(page.getByRole("radio", { name: "prod" }).isChecked()).resolves.toBe(true);
    await expectGoodPage(visitor);
    await visitor.context.close();
  }, 120_000);
}
