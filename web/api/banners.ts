import type { Banner, BannerChangeRequest, BannerRequest, ShownBanner } from "../../src/contract/index.ts";
import { call, listOf } from "./call.ts";

export const shownBannersKey = ["banners", "shown"] as const;
export const bannersKey = ["banners", "all"] as const;

/** What everybody who is signed in shall know. */
export const readShownBanners = () => listOf<ShownBanner>("/banners");

/** What everybody shall know before signing in. */
export const readOpenBanners = () => listOf<ShownBanner>("/auth/banners");

export const readBanners = () => listOf<Banner>("/admin/banners");

export const createBanner = (request: BannerRequest) => call<Banner>("POST", "/admin/banners", { body: request });
export const changeBanner = (id: string, change: BannerChangeRequest) =>
  call<Banner>("PATCH", `/admin/banners/${id}`, { body: change });
export const removeBanner = (id: string) => call<void>("DELETE", `/admin/banners/${id}`);
