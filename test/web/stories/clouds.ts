import { expect, test } from "@jest/globals";
import type { Cloud } from "../../../src/contract/index.ts";
import { expectGoodPage, keepPicture, type PageWorld } from "../../_helpers/page-world.ts";
import { until } from "../../_helpers/until.ts";

/** Registering, testing, correcting and breaking clouds. */
export function tellOfClouds(world: () => PageWorld): void {
  async function north(): Promise<Cloud> {
    const { items } = (await world().service.api<{ items: Cloud[] }>("GET", "/clouds")).body;
    const found = items.find(({ name }) => name === "north");
    if (found === undefined) throw new Error("the cloud is not registered");
    return found;
  }

  test("an administrator registers a cloud, is told what is wrong first, tests it live, and corrects its catalog", async () => {
    const visitor = await world().signedIn();
    const { page } = visitor;
    const { endpoint } = await sandboxCloud(world(), "openstack");

    await visitor.go("/app/clouds");
    await page.getByRole("link", { name: "sandbox-openstack" }).waitFor();
    await keepPicture(page, "admin-clouds-desk-light");
    await expectGoodPage(visitor);
    await page.getByRole("link", { name: "Register a cloud" }).click();
    await page.getByLabel("Name", { exact: false }).first().fill("north");
    await page.getByLabel("Identity address").fill(endpoint);
    await page.getByLabel("User name", { exact: false }).last().fill("demo");
    await page.locator("input[name='credentials/password']").fill("not this one");
    await page.locator("input[name='credentials/projectName']").fill("demo");
    await page.getByLabel("For everybody on this site").check();
    await page.getByRole("button", { name: "Test and register" }).click();
    const steps = page.getByRole("list", { name: "Steps of the connection test" });
    await steps.getByText("Check user name, password").waitFor();
    await keepPicture(page, "admin-register-refused-desk-light");
    await expectGoodPage(visitor);
    await page.locator("input[name='credentials/password']").fill("demo");
    await page.getByRole("button", { name: "Test and register" }).click();
    await page.getByRole("heading", { level: 1, name: "north" }).waitFor();
    await page.getByRole("button", { name: "Test the connection" }).click();
    await page.getByText("Every step passed.").waitFor();

    expect(await page.getByRole("img", { name: /^passed/ }).count()).toBe(15);
    await keepPicture(page, "admin-cloud-tested-desk-light");
    await expectGoodPage(visitor);
    for (const section of ["Catalog", "Capacity", "Change", "Uses and removal", "Corrections"]) {
      await page.getByRole("link", { name: section, exact: true }).click();
      await page.getByRole("heading", { level: 1, name: "north" }).waitFor();
      await visitor.settled();
      await keepPicture(page, `admin-cloud-${section.split(" ")[0]?.toLowerCase()}-desk-light`);
      await expectGoodPage(visitor);
    }
    await page.getByLabel("System", { exact: true }).selectOption("debian");
    await page.getByLabel("Version", { exact: true }).fill("99");
    await page.getByRole("button", { name: "Add" }).click();
    await page.getByRole("button", { name: "Save the corrections" }).click();
    // The button is shut while it saves as well as afterwards: what counts is what the service has.
    await until(async () => (await north()).mapping.images["debian-99"] !== undefined);

    expect(await north()).toMatchObject({ ownerId: null, mapping: { images: { "debian-99": expect.any(String) } } });
    await visitor.context.close();
  }, 240_000);

  test("a sandbox cloud is broken by a fault switch, its failing step says what to do, and it is healed", async () => {
    const visitor = await world().signedIn();
    const { page } = visitor;
    const { id } = await north();

    await visitor.go("/app/admin/sandbox");
    await page.getByText("Both sandbox clouds are healthy.").waitFor();
    await page.getByLabel("Fault", { exact: true }).selectOption("error");
    await page.getByLabel("Only these calls", { exact: false }).fill("GET /flavors");
    await page.getByRole("button", { name: "Break it" }).click();
    await page.getByText("1 fault is switched on.").waitFor();
    await keepPicture(page, "admin-sandbox-broken-desk-light");
    await expectGoodPage(visitor);
    await visitor.go(`/app/clouds/${id}`);
    await page.getByRole("button", { name: "Test the connection" }).click();
    await page.getByText("The test ended with a failed step").waitFor();
    const failed = page.getByRole("listitem").filter({ has: page.getByRole("img", { name: "failed" }) });

    expect(await failed.allTextContents()).toEqual([expect.stringMatching(/^Compute service.*What to do:/s)]);
    await keepPicture(page, "admin-cloud-broken-desk-light");
    await expectGoodPage(visitor);
    await visitor.go("/app/admin/sandbox");
    await page.getByRole("button", { name: /^Heal OpenStack/ }).click();
    await page.getByText("Both sandbox clouds are healthy.").waitFor();
    await visitor.context.close();
  }, 120_000);
}

export async function sandboxCloud({ service }: PageWorld, kind: Cloud["kind"]): Promise<Cloud> {
  const { items } = (await service.api<{ items: Cloud[] }>("GET", "/clouds")).body;
  const found = items.find((cloud) => cloud.kind === kind && cloud.sandbox);
  if (found === undefined) throw new Error(`there is no ${kind} sandbox`);
  return found;
}
