import type { BrowserContext, Page } from "playwright-core";
import { openChromium } from "../test/_helpers/web-browser.ts";
import { type BenchService, startBenchService } from "./lib/bench-service.ts";
import { type Figure, figure } from "./lib/report.ts";

const MACHINES = 1_000;
const ROUNDS = 5;
const THROTTLE = 4;
const LCP_GOAL_MS = 1_500;
const SIGN_IN = { email: "bench@example.org", password: "seven quiet herons" };
const SCROLL_MS = 4_000;
/** A quick hand on a wheel. */
const PIXELS_PER_SECOND = 6_000;

/** Run in the browser, where the types of this program do not hold. */
const LARGEST_PAINT = `new Promise((resolve) => {
  let last = 0;
  new PerformanceObserver((list) => {
    last = list.getEntries().at(-1)?.startTime ?? last;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => resolve(last), 1500);
})`;
/** Scrolls down for half of the time and up again for the other; gives the durations of the frames in milliseconds. */
const SCROLL = `(duration, speed) => new Promise((resolve) => {
  const durations = [];
  const beganAt = performance.now();
  let before = beganAt;
  const step = (now) => {
    durations.push(now - before);
    before = now;
    const passed = now - beganAt;
    if (passed >= duration) return resolve(durations.slice(1));
    scrollTo(0, (Math.min(passed, duration - passed) / 1000) * speed);
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})`;

/**
 * How soon the first pages are there on a processor a quarter as fast, and whether a long list scrolls without a dropped
 * frame. Needs Chromium (test/_helpers/web-browser.ts) and a machine that does nothing else.
 *
 * @param count machines in the list
 */
export async function benchPage(count = MACHINES): Promise<readonly Figure[]> {
  const service = await startBenchService("instant");
  const browser = await openChromium();
  try {
    await service.call("PATCH", "/api/v1/me", { email: SIGN_IN.email });
    await service.call("POST", "/api/v1/me/password", { newPassword: SIGN_IN.password });
    const open = () => browser.newContext({ baseURL: service.url, viewport: { width: 1280, height: 800 } });
    const signIn = await rounds(async () => paintOf(await open(), "/app/sign-in", "h1"));
    const list = await rounds(async () => {
      const context = await open();
      await logIn(context, service);
      await manyMachines(context, count);
      return paintOf(context, "/app/machines", "tbody th");
    });
    const context = await open();
    await logIn(context, service);
    await manyMachines(context, count);
    const frames = await scroll(await context.newPage(), SCROLL_MS, PIXELS_PER_SECOND);
    const [expected, dropped] = judge(frames);
    return [
      figure(
        `largest contentful paint of the sign-in page, ${THROTTLE}× slower, median`,
        median(signIn),
        " ms",
        LCP_GOAL_MS,
      ),
      figure("the same, slowest", Math.max(...signIn), " ms"),
      figure(`of ${count} machines, ${THROTTLE}× slower, median`, median(list), " ms", LCP_GOAL_MS),
      figure("the same, slowest", Math.max(...list), " ms"),
      figure(`frames dropped of ${expected} while ${count} machines scroll`, dropped, "", 0),
      figure("longest frame", Math.max(...frames), " ms"),
    ];
  } finally {
    await browser.close();
    await service.close();
  }
}

async function rounds(measure: () => Promise<number>): Promise<readonly number[]> {
  const found: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) found.push(await measure());
  return found;
}

async function logIn(context: BrowserContext, { url }: BenchService): Promise<void> {
  const answer = await context.request.post("/api/v1/auth/login", { data: SIGN_IN, headers: { origin: url } });
  if (!answer.ok()) throw new Error(`signing in was refused: ${answer.status()}`);
}

/** The service's answers, as if so many machines were there: what is measured is the page. */
async function manyMachines(context: BrowserContext, count: number): Promise<void> {
  const ids = Array.from({ length: count }, (_, place) => `00000000-0000-4000-8000-${String(place).padStart(12, "0")}`);
  const site = {
    cloudId: ids[0],
    sandbox: true,
    machine: "running",
    hasState: true,
    appliedRevision: 1,
    lastRun: null,
  };
  const at = "2026-01-01T00:00:00.000Z";
  const sites = [
    { ...site, site: "openstack", role: "primary", cloudName: "one" },
    { ...site, site: "cloudstack", role: "standby", cloudName: "two" },
  ];
  const workspaces = ids.map((id, place) => ({
    ...{ id, name: `machine-${place}`, ownerId: "local", revision: 1, createdAt: at, updatedAt: at, sites },
  }));
  const instances = workspaces.flatMap(({ id, name }, place) =>
    sites.map(({ site: key, role, cloudName, cloudId, sandbox }) => ({
      ...{ workspaceId: id, workspaceName: name, site: key, role, cloudId, cloudName, cloudKind: key, sandbox, name },
      ...{ instanceId: `i-${place}`, vcpu: 1, memoryMib: 2048, offering: "small", diskGib: 20, cloudStatus: "ACTIVE" },
      ...{ privateAddresses: ["10.0.0.5"], publicAddress: "192.0.2.10", powerState: "running", stale: false },
      ...{ staleReason: null, observedAt: at },
    })),
  );
  await context.route("**/api/v1/workspaces?*", (route) =>
    route.fulfill({ json: { items: workspaces, nextCursor: null } }),
  );
  await context.route("**/api/v1/instances", (route) => route.fulfill({ json: { items: instances } }));
}

/** Milliseconds from the navigation to the largest contentful paint, with an empty cache. */
async function paintOf(context: BrowserContext, path: string, shown: string): Promise<number> {
  const page = await context.newPage();
  const tools = await context.newCDPSession(page);
  await tools.send("Emulation.setCPUThrottlingRate", { rate: THROTTLE });
  await page.goto(path);
  await page.locator(shown).first().waitFor();
  const paint = await page.evaluate<number>(LARGEST_PAINT);
  await context.close();
  return paint;
}

/** Durations of the frames in milliseconds while the page is scrolled down and up again. */
async function scroll(page: Page, durationMs: number, pixelsPerSecond: number): Promise<readonly number[]> {
  await page.goto("/app/machines");
  await page.locator("tbody th").first().waitFor();
  await page.waitForTimeout(1_000);
  return page.evaluate<readonly number[]>(`(${SCROLL})(${durationMs}, ${pixelsPerSecond})`);
}

/** Frames that there should have been at the rate of this display, and how many of them did not come. */
function judge(frames: readonly number[]): readonly [expected: number, dropped: number] {
  const usual = median(frames);
  const dropped = frames.reduce((sum, duration) => sum + Math.max(0, Math.round(duration / usual) - 1), 0);
  return [frames.length + dropped, dropped];
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
