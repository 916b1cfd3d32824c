import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "@jest/globals";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import {
  makeDataFolder,
  removeDataFolder,
  type StartedService,
  type StartOptions,
  startService,
} from "./started-service.ts";
import { accessibilityProblems, openChromium, type Visitor, visit } from "./web-browser.ts";

/** The site's first user, its administrator; everybody in these stories has the one password. */
export const LEE = "lee@example.org";
export const PASSWORD = "seven quiet herons";
/** Real Terraform works on two clouds at once, on machines that may be busy. */
export const PATIENCE = { timeout: 150_000 };
/** Nothing makes the page itself scroll sideways. */
const FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth";

/** One service and one Chromium, for all stories of a file. */
export interface PageWorld {
  readonly folder: string;
  readonly service: StartedService;
  readonly browser: Browser;
  /** A browser of their own for somebody who is not signed in. */
  visit(look?: BrowserContextOptions): Promise<Visitor>;
  /** A browser of their own, in which somebody is signed in already. */
  signedIn(look?: BrowserContextOptions, email?: string, password?: string): Promise<Visitor>;
  close(): Promise<void>;
}

/**
 * Opens the world before the first test of the file and closes it after the last; to be asked for inside of tests.
 *
 * @param furnish what all stories of the file find there
 */
export function usePageWorld(
  options: Omit<StartOptions, "folder"> = {},
  furnish: (world: PageWorld) => Promise<void> = () => Promise.resolve(),
): () => PageWorld {
  let world: PageWorld | undefined;
  beforeAll(async () => {
    world = await openPageWorld(options);
    await furnish(world);
  }, 300_000);
  afterAll(() => world?.close());
  return () => {
    if (world === undefined) throw new Error("the world of the page was not opened");
    return world;
  };
}

async function openPageWorld(options: Omit<StartOptions, "folder">): Promise<PageWorld> {
  const folder = await makeDataFolder();
  const [service, browser] = await Promise.all([startService({ folder, ...options }), openChromium()]);
  await service.api("PATCH", "/me", { email: LEE });
  await service.api("POST", "/me/password", { newPassword: PASSWORD });
  return {
    folder,
    service,
    browser,
    visit: (look = {}) => visit(browser, service.url, look),
    async signedIn(look = {}, email = LEE, password = PASSWORD) {
      const visitor = await visit(browser, service.url, look);
      const answer = await visitor.context.request.post("/api/v1/auth/login", {
        data: { email, password },
        headers: { origin: service.url },
      });
      if (!answer.ok()) throw new Error(`${email} was not let in: ${answer.status()}`);
      return visitor;
    },
    async close() {
      await browser.close();
      await service.stop();
      await removeDataFolder(folder);
    },
  };
}

/** What is wrong with what is seen: for somebody's eyes or hands, in the width it is seen in, or to the browser. */
export async function problemsOf({ page, complaints }: Visitor): Promise<readonly string[]> {
  const fits = await page.evaluate<boolean>(FITS);
  return [...(await accessibilityProblems(page)), ...complaints, ...(fits ? [] : ["it scrolls sideways"])];
}

export async function expectGoodPage(visitor: Visitor): Promise<void> {
  expect(await problemsOf(visitor)).toEqual([]);
}

/** For whoever wants to look: TWINSTACK_SCREENSHOTS names a folder. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const pictures = process.env["TWINSTACK_SCREENSHOTS"];
  if (pictures === undefined) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}

/** The line that says how far the runs of a machine are. */
export const stage = (page: Page, words: string) => page.getByRole("status").filter({ hasText: words });
