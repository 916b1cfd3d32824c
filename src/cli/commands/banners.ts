import type { Banner, BannerLevel } from "../../contract/index.ts";
import { type Context, type Items, printJson, printTable } from "../context.ts";
import { plainTime } from "../table.ts";

export interface BannerFlags {
  readonly en?: string;
  readonly ko?: string;
  readonly level?: string;
  readonly from?: string;
  readonly until?: string;
  readonly onSignIn?: boolean;
}

export async function listBanners(context: Context): Promise<void> {
  const { items } = await context.api.get<Items<Banner>>("/api/v1/admin/banners");
  if (context.json) return printJson(context, { items });
  if (items.length === 0) {
    context.terminal.out("There is no banner. Show one: npx twinstack banners add --en TEXT --ko TEXT");
    return;
  }
  printTable(
    context,
    ["BANNER", "LEVEL", "FROM", "UNTIL", "SIGN-IN PAGE", "TEXT"],
    items.map(({ id, level, from, until, onSignIn, text }) => [
      ...[id, level, plainTime(from), until === null ? "taken down" : plainTime(until)],
      ...[onSignIn ? "too" : "no", text.en],
    ]),
  );
}

export async function addBanner(context: Context, flags: BannerFlags & { en: string; ko: string }): Promise<void> {
  const { en, ko } = flags;
  const banner = await context.api.post<Banner>("/api/v1/admin/banners", { ...wanted(flags), text: { en, ko } });
  tell(context, banner, "is shown");
}

/** A sentence that is left out stays as it is. */
export async function changeBanner(context: Context, id: string, flags: BannerFlags): Promise<void> {
  const { items } = await context.api.get<Items<Banner>>("/api/v1/admin/banners");
  const before = items.find((banner) => banner.id === id)?.text;
  const text = { ...before, ...(flags.en && { en: flags.en }), ...(flags.ko && { ko: flags.ko }) };
  const change = { ...wanted(flags), ...((flags.en ?? flags.ko) !== undefined && { text }) };
  const banner = await context.api.send<Banner>("PATCH", `/api/v1/admin/banners/${id}`, change);
  tell(context, banner, "is changed");
}

export async function removeBanner(context: Context, id: string): Promise<void> {
  await context.api.send("DELETE", `/api/v1/admin/banners/${id}`);
  if (context.json) printJson(context, { removed: id });
  else context.terminal.out(`${id} is taken down`);
}

function wanted({ level, from, until, onSignIn }: BannerFlags) {
  return {
    ...(level !== undefined && { level: level as BannerLevel }),
    ...(from !== undefined && { from: timeOf(from) }),
    ...(until !== undefined && { until: timeOf(until) }),
    ...(onSignIn !== undefined && { onSignIn }),
  };
}

/** A bare date means the beginning of that day; `none` takes an end away. */
function timeOf(text: string): string | null {
  if (text === "none") return null;
  return /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
}

function tell(context: Context, banner: Banner, said: string): void {
  const { id, from, until } = banner;
  const end = until === null ? "until it is taken down" : `until ${plainTime(until)}`;
  if (context.json) printJson(context, banner);
  else context.terminal.out(`${id} ${said} from ${plainTime(from)} ${end}`);
}
