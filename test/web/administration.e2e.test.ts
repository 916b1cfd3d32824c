import { expect, test } from "@jest/globals";
import type { HandedLink, User } from "../../src/contract/index.ts";
import { expectGoodPage, keepPicture, PASSWORD, problemsOf, usePageWorld } from "../_helpers/page-world.ts";
import { submit } from "../_helpers/started-service.ts";
import { tellOfCloudImport } from "./stories/cloud-import.ts";
import { sandboxCloud, tellOfClouds } from "./stories/clouds.ts";
import { tellOfImages } from "./stories/images.ts";
import { ANN, SECTIONS, tellOfPeople } from "./stories/people.ts";

let ann: User;
// Without a worker a run waits for as long as it takes to cancel it.
const world = usePageWorld({ env: { TWINSTACK_WORKER: "off" } }, async ({ service }) => {
  ann = (await service.api<User>("POST", "/users", { handle: "ann", name: "Ann", email: ANN })).body;
  const link = (await service.api<HandedLink>("POST", `/users/${ann.id}/password-reset`)).body.url;
  const token = /#token=(\S+)/.exec(link)?.[1];
  await service.api("POST", "/auth/password/reset", { token, newPassword: PASSWORD });
});

tellOfClouds(world);
tellOfCloudImport(world, async () => (await sandboxCloud(world(), "openstack")).endpoint);
tellOfPeople(world);
tellOfImages(world);

test.each([
  { locale: "ko-KR", colorScheme: "dark", width: 390 },
  { locale: "en-GB", colorScheme: "light", width: 390 },
  { locale: "ko-KR", colorScheme: "light", width: 1200 },
] as const)(
  "every page of the administration is sound in $locale, $colorScheme, $width wide",
  async (look) => {
    const { locale, colorScheme, width } = look;
    const visitor = await world().signedIn({ locale, colorScheme, viewport: { width, height: 800 } });
    const cloud = await sandboxCloud(world(), "cloudstack");
    const clouds = [
      "clouds",
      "clouds/new",
      "clouds/import",
      ...["", "/catalog", "/mapping", "/capacity", "/change", "/uses"].map((part) => `clouds/${cloud.id}${part}`),
    ];
    const found: [string, string][] = [];
    for (const address of [...SECTIONS.map((section) => `admin/${section}`), `admin/users/${ann.id}`, ...clouds]) {
      await visitor.go(`/app/${address}`);
      const name = address.replace(cloud.id, "cloud").replace(ann.id, "person").replaceAll("/", "-");
      await keepPicture(visitor.page, `admin-${name}-${locale}-${colorScheme}-${width}`);
      for (const problem of await problemsOf(visitor)) found.push([address, problem]);
    }

    expect(found).toEqual([]);
    await visitor.context.close();
  },
  240_000,
);

test("an organisation is seen with its members", async () => {
  await world().service.api("POST", "/organisations", { handle: "lab", name: "The lab" });
  await submit(world().service, "name: own\nprofile: small-web-server\naccess: { generateKeyPair: true }\n");
  const visitor = await world().signedIn();
  const { page } = visitor;

  await visitor.go("/app/admin/organisations");
  await page.getByRole("link", { name: "lab" }).click();
  await page.getByRole("heading", { name: "The lab" }).waitFor();
  await page.getByRole("row").filter({ hasText: "local" }).getByText("owner").waitFor();

  await expectGoodPage(visitor);
  await visitor.context.close();
}, 60_000);
