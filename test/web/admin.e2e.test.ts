import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import type { AuditEntry, Cloud, HandedLink, Run, User } from "../../src/contract/index.ts";
import {
  makeDataFolder,
  removeDataFolder,
  type StartedService,
  startService,
  submit,
} from "../_helpers/started-service.ts";
import { accessibilityProblems, openChromium, type Visitor, visit } from "../_helpers/web-browser.ts";

const PASSWORD = "seven quiet herons";
const ADMIN = "lee@example.org";
const ANN = "ann@example.org";
const SECTIONS = ["runs", "machines", "users", "organisations", "banners", "audit", "sandbox", "settings"] as const;
/** Nothing makes the page itself scroll sideways. */
const FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth";
let folder: string;
let service: StartedService;
let browser: Browser;
let ann: User;

beforeAll(async () => {
  folder = await makeDataFolder();
  // Without a worker a run waits for as long as it takes to cancel it.
  const env = { TWINSTACK_WORKER: "off" };
  [service, browser] = await Promise.all([startService({ folder, latency: "instant", env }), openChromium()]);
  await service.api("PATCH", "/me", { email: ADMIN });
  await service.api("POST", "/me/password", { newPassword: PASSWORD });
  ann = (await service.api<User>("POST", "/users", { handle: "ann", name: "Ann", email: ANN })).body;
  await letIn(ann.id);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await service?.stop();
  await removeDataFolder(folder);
});

async function letIn(id: string): Promise<void> {
  const link = (await service.api<HandedLink>("POST", `/users/${id}/password-reset`)).body.url;
  const token = /#token=(\S+)/.exec(link)?.[1];
  await service.api("POST", "/auth/password/reset", { token, newPassword: PASSWORD });
}

async function signedIn(email: string, options: Parameters<typeof visit>[2] = {}): Promise<Visitor> {
  const visitor = await visit(browser, service.url, options);
  const answer = await visitor.context.request.post("/api/v1/auth/login", {
    data: { email, password: PASSWORD },
    headers: { origin: service.url },
  });
  if (!answer.ok()) throw new Error(`${email} was not let in: ${answer.status()}`);
  visitor.page.setDefaultTimeout(30_000);
  return visitor;
}

async function expectGoodPage({ page, complaints }: Visitor): Promise<void> {
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(complaints).toEqual([]);
}

/** For whoever wants to look: TWINSTACK_SCREENSHOTS names a folder. */
async function keepPicture(page: Page, name: string): Promise<void> {
  const pictures = process.env["TWINSTACK_SCREENSHOTS"];
  if (pictures === undefined) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `admin-${name}.png`), fullPage: true });
}

/** Nothing is being loaded any more; the network never rests, for the page listens. */
async function settled(page: Page): Promise<void> {
  await page.locator(".mantine-Loader-root").first().waitFor({ state: "detached" });
}

async function sandboxCloud(kind: Cloud["kind"]): Promise<Cloud> {
  const { items } = (await service.api<{ items: Cloud[] }>("GET", "/clouds")).body;
  const found = items.find((cloud) => cloud.kind === kind && cloud.sandbox);
  if (found === undefined) throw new Error(`there is no ${kind} sandbox`);
  return found;
}

test("an administrator registers a cloud, is told what is wrong first, tests it live, and corrects its catalog", async () => {
  const visitor = await signedIn(ADMIN);
  const { page } = visitor;
  const { endpoint } = await sandboxCloud("openstack");

  await page.goto("/app/clouds");
  await page.getByRole("link", { name: "sandbox-openstack" }).waitFor();
  await keepPicture(page, "clouds-desk-light");
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
  await keepPicture(page, "register-refused-desk-light");
  await expectGoodPage(visitor);
  await page.locator("input[name='credentials/password']").fill("demo");
  await page.getByRole("button", { name: "Test and register" }).click();
  await page.getByRole("heading", { level: 1, name: "north" }).waitFor();
  await page.getByRole("button", { name: "Test the connection" }).click();
  await page.getByText("Every step passed.").waitFor();

  expect(await page.getByRole("img", { name: /^passed/ }).count()).toBe(10);
  await keepPicture(page, "cloud-tested-desk-light");
  await expectGoodPage(visitor);
  for (const section of ["Catalog", "Capacity", "Change", "Uses and removal", "Corrections"]) {
    await page.getByRole("link", { name: section, exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "north" }).waitFor();
    await settled(page);
    await keepPicture(page, `cloud-${section.split(" ")[0]?.toLowerCase()}-desk-light`);
    await expectGoodPage(visitor);
  }
  await page.getByLabel("System", { exact: true }).selectOption("debian");
  await page.getByLabel("Version", { exact: true }).fill("99");
  await page.getByRole("button", { name: "Add" }).click();
  await page.getByRole("button", { name: "Save the corrections" }).click();
  await page.getByRole("button", { name: "Save the corrections" }).and(page.locator(":disabled")).waitFor();
  const { items } = (await service.api<{ items: Cloud[] }>("GET", "/clouds")).body;

  expect(items.find(({ name }) => name === "north")).toMatchObject({
    ownerId: null,
    mapping: { images: { "debian-99": expect.any(String) } },
  });
  await visitor.context.close();
}, 240_000);

test("a sandbox cloud is broken by a fault switch, its failing step says what to do, and it is healed", async () => {
  const visitor = await signedIn(ADMIN);
  const { page } = visitor;
  const { items } = (await service.api<{ items: Cloud[] }>("GET", "/clouds")).body;
  const north = items.find(({ name }) => name === "north");

  await page.goto("/app/admin/sandbox");
  await page.getByText("Both sandbox clouds are healthy.").waitFor();
  await page.getByLabel("Fault", { exact: true }).selectOption("error");
  await page.getByLabel("Only these calls", { exact: false }).fill("GET /flavors");
  await page.getByRole("button", { name: "Break it" }).click();
  await page.getByText("1 fault is switched on.").waitFor();
  await keepPicture(page, "sandbox-broken-desk-light");
  await expectGoodPage(visitor);
  await page.goto(`/app/clouds/${north?.id}`);
  await page.getByRole("button", { name: "Test the connection" }).click();
  await page.getByText("The test ended with a failed step").waitFor();
  const failed = page.getByRole("listitem").filter({ has: page.getByRole("img", { name: "failed" }) });

  expect(await failed.allTextContents()).toEqual([expect.stringMatching(/^Compute service.*What to do:/s)]);
  await keepPicture(page, "cloud-broken-desk-light");
  await expectGoodPage(visitor);
  await page.goto("/app/admin/sandbox");
  await page.getByRole("button", { name: /^Heal OpenStack/ }).click();
  await page.getByText("Both sandbox clouds are healthy.").waitFor();
  await visitor.context.close();
}, 120_000);

test("a waiting run of somebody else is seen with its reason and canceled", async () => {
  const visitor = await signedIn(ADMIN);
  const person = await signedIn(ANN);
  const { page } = visitor;
  const headers = { origin: service.url };
  const shop = await person.context.request.post("/api/v1/workspaces", {
    data: "name: ann-shop\nprofile: small-web-server\naccess: { generateKeyPair: true }\n",
    headers: { ...headers, "content-type": "application/yaml" },
  });
  const { workspace } = (await shop.json()) as { workspace: { id: string } };
  await person.context.request.post(`/api/v1/workspaces/${workspace.id}/runs`, { data: {}, headers });

  await page.goto("/app/admin");
  await page.waitForURL("**/app/admin/runs");
  const row = page.getByRole("row").filter({ hasText: "ann-shop" }).first();
  await row.getByText("No worker").waitFor();
  await keepPicture(page, "runs-desk-light");
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
  await page.goto("/app/admin/machines");
  await page.getByRole("rowheader", { name: /ann-shop/ }).waitFor();
  await page.getByLabel("Search").fill("nobody at all");
  await page.getByText("Nothing matches.").waitFor();
  await page.getByLabel("Search").fill("ann");
  await page.getByRole("rowheader", { name: /ann-shop/ }).waitFor();
  await visitor.context.close();
  await person.context.close();
}, 120_000);

test("a banner is seen by a second person in their language, put away, and on the sign-in page", async () => {
  const visitor = await signedIn(ADMIN);
  const { page } = visitor;

  await page.goto("/app/admin/banners");
  await page.getByLabel("Text in English").fill("We work on the network tonight.");
  await page.getByLabel("Text in Korean").fill("오늘 밤 네트워크 작업을 합니다.");
  await page.getByLabel("Level").selectOption("warning");
  await page.getByLabel("Also on the sign-in page", { exact: false }).check();
  await page.getByRole("button", { name: "Show it" }).click();
  await page.getByRole("status").filter({ hasText: "We work on the network tonight." }).waitFor();
  await keepPicture(page, "banners-desk-light");
  await expectGoodPage(visitor);
  const person = await signedIn(ANN, { locale: "ko-KR" });
  await person.page.goto("/app/machines");
  const shown = person.page.getByRole("status").filter({ hasText: "오늘 밤 네트워크 작업을 합니다." });
  await shown.waitFor();
  await expectGoodPage(person);
  await shown.getByRole("button", { name: "다시 보지 않기" }).click();
  await shown.waitFor({ state: "detached" });
  await person.page.reload();
  await person.page.getByRole("heading", { level: 1 }).waitFor();
  await settled(person.page);
  const stranger = await visit(browser, service.url);
  await stranger.page.goto("/app/sign-in");
  await stranger.page.getByText("We work on the network tonight.").waitFor();
  await expectGoodPage(stranger);

  expect(await shown.count()).toBe(0);
  for (const one of [visitor, person, stranger]) await one.context.close();
}, 120_000);

test("a person who is no administrator finds none of it, neither by menu nor by address", async () => {
  const person = await signedIn(ANN);
  const { page } = person;

  await page.goto("/app/machines");
  await page.getByRole("link", { name: "Clouds" }).waitFor();
  expect(await page.getByRole("link", { name: "Administration" }).count()).toBe(0);
  for (const section of SECTIONS) {
    await page.goto(`/app/admin/${section}`);
    await page.getByRole("heading", { level: 1, name: "This is not yours" }).waitFor();
  }
  await expectGoodPage(person);
  await page.goto("/app/clouds");
  await page.getByRole("link", { name: "sandbox-openstack" }).click();
  await page.getByRole("heading", { level: 1, name: "sandbox-openstack" }).waitFor();

  expect(await page.getByRole("button", { name: "Test the connection" }).count()).toBe(0);
  expect(await page.getByRole("link", { name: "Change", exact: true }).count()).toBe(0);
  await page.goto("/app/clouds/new");
  await page.getByLabel("Identity address").waitFor();
  expect(await page.getByLabel("For everybody on this site").count()).toBe(0);
  const paths = ["workspaces", "instances", "runs", "organisations", "banners", "sandbox-faults"];
  const answers = await Promise.all(paths.map((path) => person.context.request.get(`/api/v1/admin/${path}`)));
  expect(answers.map((answer) => answer.status())).toEqual(paths.map(() => 403));
  await person.context.close();
}, 120_000);

test("a suspended person's session ends under their hands, and the audit log tells of all that", async () => {
  const visitor = await signedIn(ADMIN);
  const person = await signedIn(ANN);
  const { page } = visitor;
  await person.page.goto("/app/machines");
  await person.page.getByRole("link", { name: "ann-shop" }).first().waitFor();

  await page.goto("/app/admin/users");
  await page.getByLabel("Search").fill("ann@");
  await page.getByText("1 person", { exact: true }).waitFor();
  await keepPicture(page, "users-desk-light");
  await page.getByRole("link", { name: "ann", exact: true }).click();
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
  await keepPicture(page, "user-desk-light");
  await expectGoodPage(visitor);
  await page.goto("/app/admin/audit");
  await page.getByText("suspendUser").first().waitFor();
  await keepPicture(page, "audit-desk-light");
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
  const { items } = (await service.api<{ items: AuditEntry[] }>("GET", "/audit?scope=site&limit=200")).body;

  expect(items.map(({ action }) => action)).toEqual(
    expect.arrayContaining([
      ...["registerCloud", "testCloud", "changeCloud", "breakSandbox", "healSandboxFault", "cancelAnyRun"],
      ...["createBanner", "suspendUser", "handOutPasswordReset"],
    ]),
  );
  await visitor.context.close();
  await person.context.close();
}, 120_000);

test.each([
  { locale: "ko-KR", colorScheme: "dark", width: 390 },
  { locale: "en-GB", colorScheme: "light", width: 390 },
  { locale: "ko-KR", colorScheme: "light", width: 1200 },
] as const)(
  "every page of the administration is sound in $locale, $colorScheme, $width wide",
  async (look) => {
    const { locale, colorScheme, width } = look;
    const visitor = await signedIn(ADMIN, { locale, colorScheme, viewport: { width, height: 800 } });
    const { page } = visitor;
    const cloud = await sandboxCloud("cloudstack");
    const clouds = [
      "clouds",
      "clouds/new",
      ...["", "/catalog", "/mapping", "/capacity", "/change", "/uses"].map((part) => `clouds/${cloud.id}${part}`),
    ];
    const wide: string[] = [];
    for (const address of [...SECTIONS.map((section) => `admin/${section}`), `admin/users/${ann.id}`, ...clouds]) {
      await page.goto(`/app/${address}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await settled(page);
      const name = address.replace(cloud.id, "cloud").replace(ann.id, "person").replaceAll("/", "-");
      await keepPicture(page, `${name}-${locale}-${colorScheme}-${width}`);
      if (!(await page.evaluate(FITS))) wide.push(address);
      expect([address, await accessibilityProblems(page)]).toEqual([address, []]);
    }

    expect(wide).toEqual([]);
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  },
  240_000,
);

test("an organisation is seen with its members", async () => {
  await service.api("POST", "/organisations", { handle: "lab", name: "The lab" });
  await submit(service, "name: own\nprofile: small-web-server\naccess: { generateKeyPair: true }\n");
  const visitor = await signedIn(ADMIN);
  const { page } = visitor;

  await page.goto("/app/admin/organisations");
  await page.getByRole("link", { name: "lab" }).click();
  await page.getByRole("heading", { name: "The lab" }).waitFor();
  await page.getByRole("row").filter({ hasText: "local" }).getByText("owner").waitFor();

  await expectGoodPage(visitor);
  await visitor.context.close();
}, 60_000);
