import { expect, test } from "@jest/globals";
import { expectGoodPage, keepPicture, type PageWorld } from "../../_helpers/page-world.ts";
import { smallDisk } from "../../_helpers/small-disk.ts";

/** What administrators do with images. */
export function tellOfImages(world: () => PageWorld): void {
  test("an administrator uploads an image, sees it reach both clouds, hides it, and removes one that is in the way", async () => {
    const visitor = await world().signedIn();
    const { page } = visitor;
    const file = (name: string, stamp: string) => ({
      ...{ name, mimeType: "application/octet-stream", buffer: smallDisk(64, stamp).bytes },
    });

    await visitor.go("/app/admin/images");
    await page.getByText("There is no image yet.").waitFor();
    await page.getByLabel("Name", { exact: false }).first().fill("golden");
    await page.getByLabel("Operating system").selectOption("ubuntu-24.04");
    await page.getByLabel("Tags", { exact: false }).fill("team-a, web");
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByLabel("File", { exact: false }).last().click(),
    ]);
    await chooser.setFiles(file("golden.qcow2", "page"));
    await page.getByRole("button", { name: "Add the image" }).click();
    const row = page.getByRole("row").filter({ hasText: "golden" });
    await row.getByText("sandbox-openstack: there").waitFor();
    await row.getByText("sandbox-cloudstack: there").waitFor();
    await row.getByText("ubuntu 24.04 · team-a · web").waitFor();
    await row.getByRole("button", { name: "Hide: golden" }).click();
    await row.getByText("hidden", { exact: true }).waitFor();
    await row.getByRole("button", { name: "Change: golden" }).click();
    await page.getByRole("dialog").getByLabel("Tags").fill("blue");
    await page.getByRole("button", { name: "Save" }).click();
    await row.getByText("ubuntu 24.04 · blue").waitFor();
    await keepPicture(page, "admin-images-published");
    await expectGoodPage(visitor);

    await world().service.api("POST", "/images", { name: "half", sizeBytes: 1_000, clouds: [] });
    await page.reload();
    const half = page.getByRole("row").filter({ hasText: "half" });
    await half.getByRole("button", { name: "Go on with the upload: half" }).click();
    const [again] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("dialog").getByLabel("File").click(),
    ]);
    await again.setFiles(file("other.qcow2", "other"));
    await page.getByText("That file has another length").waitFor();
    await page.keyboard.press("Escape");
    await half.getByRole("button", { name: "Remove: half" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await half.waitFor({ state: "detached" });

    expect(await page.getByRole("row").filter({ hasText: "golden" }).count()).toBe(1);
    await visitor.context.close();
  }, 120_000);
}
