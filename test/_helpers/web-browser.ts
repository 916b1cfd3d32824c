import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
  type Request,
} from "playwright-core";
import { until } from "./until.ts";

/** Debian's, then what the usual installers lay. TWINSTACK_CHROMIUM names another. */
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
/** Without the later ones Chromium asks its maker's hosts for things at every start. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What stands where something is still to come (web/components/waiting.tsx). */
const WAITING = '[role="status"] > .mantine-Loader-root';
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A headless Chromium; a machine without one fails, because a page that no browser has shown is not tested. */
export async function openChromium(): Promise<Browser> {
  const executablePath = [process.env["TWINSTACK_CHROMIUM"] ?? "", ...PLACES].find((path) => existsSync(path));
  if (executablePath === undefined) {
    throw new Error(
      "The web page's tests need Chromium: apt-get install chromium fonts-noto-cjk, or set TWINSTACK_CHROMIUM.",
    );
  }
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

/** A person at a browser of their own, with everything the page complained of. */
export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of scripts, refusals of the content security policy, and requests to any other host. */
  readonly complaints: string[];
  /** Goes to an address of the page as its own links do, which is many times faster than opening it anew. */
  go(address: string): Promise<void>;
  /** Nothing is being loaded any more; streams of events, which go on for ever, are not waited for. */
  settled(): Promise<void>;
}

export async function visit(browser: Browser, home: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: home,
    locale: "en-GB",
    viewport: { width: 1200, height: 800 },
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  const loading = new Set<Request>();
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (/Content Security Policy/.test(message.text())) complaints.push(message.text());
  });
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== new URL(home).origin) {
      complaints.push(`foreign host: ${request.url()}`);
    }
    if (request.headers()["accept"] !== "text/event-stream") loading.add(request);
  });
  for (const end of ["requestfinished", "requestfailed"] as const)
    page.on(end as "requestfinished", (request) => loading.delete(request));
  async function settled(): Promise<void> {
    // One quiet look may fall between an answer and what is asked because of it.
    let quiet = 0;
    await until(async () => {
      quiet = loading.size === 0 && (await page.locator(WAITING).count()) === 0 ? quiet + 1 : 0;
      return quiet > 2;
    });
  }
  async function go(address: string): Promise<void> {
    if (!page.url().startsWith(`${home}/app/`)) await page.goto(address);
    else await page.evaluate(`history.pushState(null, "", ${JSON.stringify(address)})`);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await settled();
  }
  return { page, context, complaints, go, settled };
}

/** What axe finds against WCAG 2.2 AA, one line for each rule. */
export async function accessibilityProblems(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate<boolean>("'axe' in globalThis"))) await page.evaluate(AXE);
  await moved(page);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    // Every rule is tried; only the many nodes that pass are not described, which is most of the time.
    const { violations } = await axe.run({ resultTypes: ["violations"], preload: false });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  });
}

/** Until nothing fades or slides in: half shown, every word has too little contrast. Endless ones (a spinner) stay. */
async function moved(page: Page): Promise<void> {
  await page.evaluate(`Promise.allSettled(
    document.getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
      .map(({ finished }) => finished),
  ).then(() => undefined)`);
}
