import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { makeDataFolder, removeDataFolder, startService } from "../../test/_helpers/started-service.ts";
import { openChromium, visit } from "../../test/_helpers/web-browser.ts";
import { type Furnished, furnish } from "./furnish.ts";
import { ON_PHONE, rowsOf, type Shot, shotsOf } from "./shots.ts";
import { shrinkPng } from "./shrink-png.ts";

/** Pictures of every page in both themes, and of some on a phone in Korean, made on the real service. */
const FOLDER = resolve(import.meta.dirname, "../../docs/screenshots");
const LOOKS: readonly (BrowserContextOptions & { readonly name: string; readonly onlyPhone?: true })[] = [
  { name: "light", locale: "en-GB", colorScheme: "light", viewport: { width: 1100, height: 760 } },
  { name: "dark", locale: "en-GB", colorScheme: "dark", viewport: { width: 1100, height: 760 } },
  { name: "phone", locale: "ko-KR", colorScheme: "light", viewport: { width: 390, height: 780 }, onlyPhone: true },
];
const [wanted] = process.argv.slice(2);

const dataFolder = await makeDataFolder();
const [service, browser] = await Promise.all([
  startService({ folder: dataFolder, latency: "instant" }),
  openChromium(),
]);
try {
  const there = await furnish(service);
  await mkdir(FOLDER, { recursive: true });
  if (wanted === undefined) for (const old of await readdir(FOLDER)) await rm(join(FOLDER, old));
  let [count, bytes] = [0, 0];
  let shots: readonly Shot[] | undefined;
  for (const { name: look, onlyPhone, ...options } of LOOKS) {
    const signedIn = await visit(browser, service.url, options);
    await signedIn.context.request.post("/api/v1/auth/login", {
      data: { email: there.email, password: there.password },
      headers: { origin: service.url },
    });
    const stranger = await visit(browser, service.url, options);
    const { locale = "en-GB" } = options;
    shots ??= [...shotsOf(there), ...(await tabs(signedIn.page, there))];
    for (const shot of shots) {
      if (onlyPhone && !shot.phone) continue;
      if (wanted !== undefined && !shot.name.includes(wanted)) continue;
      const { page, complaints } = shot.stranger ? stranger : signedIn;
      const file = await take(page, shot, there, `${shot.name}-${look}`);
      [count, bytes] = [count + 1, bytes + file];
      for (const complaint of complaints.splice(0))
        process.stderr.write(`${shot.name}-${look} ${locale}: ${complaint}\n`);
    }
    await signedIn.context.close();
    await stranger.context.close();
  }
  process.stdout.write(`${count} pictures, ${Math.round(bytes / 1024)} KB in docs/screenshots\n`);
} finally {
  await browser.close();
  await service.stop();
  await removeDataFolder(dataFolder);
}

async function take(page: Page, shot: Shot, there: Furnished, name: string): Promise<number> {
  await page.goto(shot.path);
  await page.getByRole("heading", { level: 1 }).waitFor({ timeout: 20_000 });
  // Streams of events go on for ever, so the network is never idle; what is being loaded says so.
  await page
    .getByRole("status", { name: /Loading|불러오는/ })
    .first()
    .waitFor({ state: "detached" })
    .catch(() => undefined);
  await shot.prepare?.(page, there);
  await page.waitForTimeout(600);
  const picture = shrinkPng(await page.screenshot({ animations: "disabled", caret: "hide" }));
  await writeFile(join(FOLDER, `${name}.png`), picture);
  process.stdout.write(`${name}.png ${Math.round(picture.length / 1024)} KB\n`);
  return picture.length;
}

/** Whatever stands in the rows of tabs: a part that is added later is seen without a line here. */
async function tabs(page: Page, there: Furnished): Promise<readonly Shot[]> {
  const found: Shot[] = [];
  for (const { name, path } of rowsOf(there)) {
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).waitFor({ timeout: 20_000 });
    const links = page.locator("nav.tab-row a");
    await links
      .first()
      .waitFor({ timeout: 10_000 })
      .catch(() => undefined);
    for (const link of await links.all()) {
      const address = (await link.getAttribute("href")) ?? path;
      const last = address === path ? "overview" : (address.split("/").at(-1) ?? "");
      const shot = `${name}-${last}`;
      found.push({ name: shot, path: address, ...(ON_PHONE.has(shot) && { phone: true }) });
    }
  }
  return found;
}
