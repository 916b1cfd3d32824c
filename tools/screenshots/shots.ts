import type { Page } from "playwright-core";
import type { Furnished } from "./furnish.ts";

export interface Shot {
  readonly name: string;
  readonly path: string;
  /** Seen by somebody who is not signed in. */
  readonly stranger?: true;
  /** Also taken at phone width, in Korean. */
  readonly phone?: true;
  readonly prepare?: (page: Page, there: Furnished) => Promise<void>;
}

/** Pages that are in no row of tabs, and what of a tab is not seen at once. */
export function shotsOf(there: Furnished): readonly Shot[] {
  return [
    { name: "sign-in", path: "/app/sign-in", stranger: true, phone: true },
    { name: "sign-up", path: `/invitation#token=${"x".repeat(32)}`, stranger: true },
    { name: "forgotten", path: "/app/forgotten", stranger: true },
    { name: "machines", path: "/app/machines", phone: true },
    { name: "new", path: "/app/new?profile=small-web-server&standby=running", phone: true, prepare: openQuestion },
    { name: "new-all", path: "/app/new?profile=web-with-database&standby=running", prepare: showEverything },
    { name: "machine-review-plan", path: `/app/machines/${there.planned}/review`, phone: true },
    { name: "machine-run", path: `/app/machines/${there.running}/runs/${there.runOfIt}`, phone: true },
    { name: "machine-run-failed", path: `/app/machines/${there.broken}/runs/${there.brokenRun}` },
    { name: "machine-repair-due", path: `/app/machines/${there.broken}/repair` },
    { name: "machine-change", path: `/app/machines/${there.running}/change` },
    { name: "account-organisation", path: `/app/account/organisations/${there.organisation}` },
    { name: "account-webhook", path: `/app/account/webhooks/${there.webhook}` },
    { name: "clouds", path: "/app/clouds", phone: true },
    { name: "cloud-new", path: "/app/clouds/new" },
    { name: "cloud-import", path: "/app/clouds/import", phone: true, prepare: readText },
    { name: "cloud", path: `/app/clouds/${there.cloud}` },
    { name: "missing", path: "/app/nowhere" },
  ];
}

/** Pages with a row of tabs, each of which is a picture. */
export function rowsOf(there: Furnished): readonly { readonly name: string; readonly path: string }[] {
  return [
    { name: "machine", path: `/app/machines/${there.running}` },
    { name: "account", path: "/app/account" },
    { name: "admin", path: "/app/admin" },
  ];
}

/** Tabs that are also taken at phone width. */
export const ON_PHONE: ReadonlySet<string> = new Set(["machine-overview", "account-security"]);

async function openQuestion(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 2 }).getByRole("button").nth(1).click();
}

/** Two clouds of a text, one of which cannot be taken. */
async function readText(page: Page): Promise<void> {
  const good =
    "auth: { auth_url: https://north.example.org:5000/v3, username: mina, project_name: lab }, region_name: north";
  const bad = "auth: { auth_url: https://old.example.org/v2.0, username: mina, project_name: lab }";
  const boxes = page.getByRole("textbox");
  await boxes.first().fill(`clouds:\n  north: { ${good} }\n  old: { ${bad} }\n`);
  await page.getByRole("main").locator("button[type=submit]").click();
  await page.getByRole("radio").first().check();
}

async function showEverything(page: Page): Promise<void> {
  await page.getByRole("switch").first().click();
}
