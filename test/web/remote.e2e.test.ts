import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import pg from "pg";
import type { Browser, Page } from "playwright-core";
import type { MachineSession } from "../../src/contract/index.ts";
import { freePort, type SshMachine, startSshMachine } from "../_helpers/ssh-machine.ts";
import {
  apply,
  instances,
  makeDataFolder,
  plan,
  removeDataFolder,
  type StartedService,
  startService,
  submit,
  until,
} from "../_helpers/started-service.ts";
import { accessibilityProblems, openChromium, type Visitor, visit } from "../_helpers/web-browser.ts";

const PASSWORD = "seven quiet herons";
const PATIENCE_MS = 30_000;
/** All of 127.0.0.0/8 is this machine's own: the sandbox hands out addresses at which a real SSH server can answer. */
const PREFIX = "127.0.78";
let folder: string;
let service: StartedService;
let browser: Browser;
let machine: SshMachine;
let workspace: string;

beforeAll(async () => {
  folder = await makeDataFolder();
  const port = await freePort();
  [service, browser] = await Promise.all([
    startService({
      folder,
      env: {
        SANDBOX_EXTERNAL_PREFIX: PREFIX,
        TWINSTACK_TERMINAL_NETWORKS: `${PREFIX}.0/24`,
        TWINSTACK_TERMINAL_PORT: String(port),
      },
    }),
    openChromium(),
  ]);
  await service.api("PATCH", "/me", { email: "lee@example.org" });
  await service.api("POST", "/me/password", { newPassword: PASSWORD });
  workspace = (await submit(service, TWIN)).workspace.id;
  await apply(service, await plan(service, workspace));
  const address = (await instances(service)).find(({ site }) => site === "openstack")?.publicAddress ?? "";
  machine = await startSshMachine({ address, port, workspaceId: workspace, authority: await authorityOf(workspace) });
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await machine?.stop();
  await service?.stop();
  await removeDataFolder(folder);
});

const TWIN = `name: shop
profile: small-web-server
network: { openPorts: [{ port: 22, description: SSH }] }
access: { generateKeyPair: true }
placement: { standby: { mode: running } }
`;

/** What first boot would have written into the machine. */
async function authorityOf(workspaceId: string): Promise<string> {
  const client = new pg.Client({ connectionString: (await readFile(join(folder, "database.url"), "utf8")).trim() });
  await client.connect();
  const { rows } = await client.query<{ ca_public_key: string }>(
    "select ca_public_key from workspace_secret where workspace_id = $1",
    [workspaceId],
  );
  await client.end();
  return rows[0]?.ca_public_key ?? "";
}

async function signedIn(options: Parameters<typeof visit>[2] = {}): Promise<Visitor> {
  const visitor = await visit(browser, service.url, options);
  await visitor.context.request.post("/api/v1/auth/login", {
    data: { email: "lee@example.org", password: PASSWORD },
    headers: { origin: service.url },
  });
  visitor.page.setDefaultTimeout(PATIENCE_MS);
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
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}

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

const rows = (page: Page) => page.locator(".xterm-rows");
const shows = (page: Page, text: string) => rows(page).filter({ hasText: text }).waitFor();
const openNow = async () =>
  (await service.api<{ items: MachineSession[] }>("GET", `/workspaces/${workspace}/machine-sessions`)).body.items;

test("a command typed into the terminal is answered by the machine, in colours and in every size", async () => {
  const visitor = await signedIn();
  const { page } = visitor;
  await page.goto(`/app/machines/${workspace}/terminal`);
  await page.getByRole("button", { name: "Connect" }).waitFor();
  await expectGoodPage(visitor);

  await page.getByRole("button", { name: "Connect" }).click();
  await page.getByText("Connected.").waitFor();
  await page.keyboard.type("echo answer-$((40 + 2)); stty size\n");
  await shows(page, "answer-42");
  await page.keyboard.type("printf '\\033[38;2;255;140;0mamber\\033[0m\\n'\n");
  await shows(page, "amber");
  const colours = await rows(page)
    .locator("span")
    .evaluateAll((spans) => (spans as unknown as Drawn[]).map(({ style }) => style.color).filter(Boolean));
  await keepPicture(page, "terminal-desk-light");
  await expectGoodPage(visitor);
  const before = await rows(page).textContent();
  await page.setViewportSize({ width: 800, height: 900 });
  await page.keyboard.type("clear; stty size\n");
  await until(async () => /\d+ \d+/.test((await rows(page).textContent()) ?? ""), PATIENCE_MS);

  expect(machine.log()).toContain("Accepted publickey for twinstack");
  expect(colours.length).toBeGreaterThan(0);
  expect(sizeIn(before)).not.toBe(sizeIn(await rows(page).textContent()));
  expect(await openNow()).toMatchObject([{ kind: "terminal", site: "openstack", connected: true }]);
  await page.keyboard.press("Control+F6");
  expect(await page.locator(":focus").textContent()).toBe("Disconnect");
  await page.keyboard.press("Enter");
  await page.getByText("You disconnected.").waitFor();
  await until(async () => (await openNow()).length === 0, PATIENCE_MS);
  await page.getByRole("button", { name: "Connect again" }).click();
  await page.getByText("Connected.").waitFor();
  await page.keyboard.type("exit\n");
  await page.getByText("The machine ended it.").waitFor();
  await expectGoodPage(visitor);
  await visitor.context.close();
}, 200_000);

function sizeIn(text: string | null): string {
  return /\b(\d+ \d+)\b/.exec(text ?? "")?.[1] ?? "none";
}

test("in Korean, in the dark, on a phone: the same terminal, ended by an administrator", async () => {
  const visitor = await signedIn({ locale: "ko-KR", colorScheme: "dark", viewport: { width: 390, height: 800 } });
  const { page } = visitor;
  await page.goto(`/app/machines/${workspace}/terminal`);
  await page.getByRole("button", { name: "연결하기" }).click();
  await page.getByText("연결되었습니다.").waitFor();
  await page.keyboard.type("echo '안녕하세요'\n");
  await shows(page, "안녕하세요");
  await page.getByLabel("화면 낭독기용").click();
  await keepPicture(page, "terminal-phone-dark-ko");
  await expectGoodPage(visitor);

  const [open] = await openNow();
  await service.api("DELETE", `/machine-sessions/${open?.id}`);

  await expect(page.getByText("소유자나 관리자가 끝냈습니다.").waitFor()).resolves.toBeUndefined();
  await visitor.context.close();
}, 200_000);

test("a sandbox machine without a system says so at once", async () => {
  const visitor = await signedIn();
  const { page } = visitor;
  await page.goto(`/app/machines/${workspace}/terminal`);
  await page.getByLabel("Standby on CloudStack").click();
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
    const { data: points } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return points.filter((part, at) => at % 4 === 0 && part > 150).length;
  });

test.each(["Main on OpenStack", "Standby on CloudStack"])(
  "the screen of %s is drawn, and takes keys",
  async (place) => {
    const visitor = await signedIn();
    const { page } = visitor;
    await page.goto(`/app/machines/${workspace}/console`);
    await page.getByLabel(place).click();

    await page.getByRole("button", { name: "Connect" }).click();
    await page.getByText("Connected.").waitFor();
    await until(async () => (await inked(page)) > 500, PATIENCE_MS);
    const before = await inked(page);
    await page.locator(".screen-place canvas").click();
    await page.keyboard.type("HELLO");
    await until(async () => (await inked(page)) > before + 100, PATIENCE_MS);
    await keepPicture(page, `screen-${place.includes("Open") ? "openstack" : "cloudstack"}`);
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
  const { body } = await service.api<{ items: { action: string; detail: Record<string, unknown> }[] }>(
    "GET",
    "/audit?action=machine-session.end",
  );

  expect(body.items.map(({ detail }) => detail["reason"]).sort()).toEqual([
    ...["ended-by-other", "left", "left", "left", "machine-ended"],
  ]);
  expect(body.items.every(({ detail }) => typeof detail["seconds"] === "number")).toBe(true);
  expect(JSON.stringify(body)).not.toContain("answer-");
});
