import type { Banner, BannerChangeRequest, BannerRequest, ShownBanner } from "../../src/contract/index.ts";
import { call } from "./call.ts";

interface Items<T> {
  readonly items: readonly T[];
}

export const shownBannersKey = ["banners", "shown"] as const;
export const bannersKey = ["banners", "all"] as const;

/** What everybody who is signed in shall know. */
export async function readShownBanners(): Promise<readonly ShownBanner[]> {
  return (await call<Items<ShownBanner>>("GET", "/banners")).items;
}

/** What everybody shall know before signing in. */
export async function readOpenBanners(): Promise<readonly ShownBanner[]> {
  return (await call<Items<ShownBanner>>("GET", "/auth/banners")).items;
}

export async function readBanners(): Promise<readonly Banner[]> {
  return (await call<Items<Banner>>("GET", "/admin/banners")).items;
}

export const createBanner = (request: BannerRequest) => call<Banner>("POST", "/admin/banners", { body: request });
export const changeBanner = (id: string, change: BannerChangeRequest) =>
  call<Banner>("PATCH", `/admin/banners/${id}`, { body: change });
export const removeBanner = (id: string) => call<void>("DELETE", `/admin/banners/${id}`);
