import type { Banner, BannerChangeRequest, BannerRequest, Issue, ShownBanner } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import type { BannerStore, Principal } from "./ports.ts";
import { requireSiteAdmin } from "./require-right.ts";

export interface BannerParts {
  readonly store: BannerStore;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** Sentences for everybody on the site. Making and changing throws AppError `not-allowed` for all but its administrators. */
export interface Banners {
  /** What is to be seen now; to nobody who is not signed in unless the banner says so. */
  shown(to: "signed-in" | "anyone"): Promise<readonly ShownBanner[]>;
  list(principal: Principal): Promise<readonly Banner[]>;
  /** Throws AppError: validation-failed. */
  create(principal: Principal, request: BannerRequest): Promise<Banner>;
  /** Throws AppError: not-found, validation-failed. */
  change(principal: Principal, id: string, change: BannerChangeRequest): Promise<Banner>;
  /** Throws AppError: not-found. */
  remove(principal: Principal, id: string): Promise<void>;
}

export function makeBanners({ store, clock, newId }: BannerParts): Banners {
  return {
    async shown(to) {
      const now = await store.inForce(clock.now());
      return now
        .filter(({ onSignIn }) => to === "signed-in" || onSignIn)
        .map(({ id, level, text }) => ({ id, level, text }));
    },

    async list(principal) {
      requireSiteAdmin(principal);
      return store.list();
    },

    async create(principal, { from, ...request }) {
      requireSiteAdmin(principal);
      const createdAt = clock.now().toISOString();
      const made = { id: newId(), createdBy: principal.userId, createdAt };
      const banner = timed({ ...request, ...made, from: from ?? createdAt });
      await store.save(banner);
      return banner;
    },

    async change(principal, id, { from, ...change }) {
      requireSiteAdmin(principal);
      const before = await store.find(id);
      if (before === null) throw noBanner(id);
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const begin = from === undefined ? before.from : (from ?? clock.now().toISOString());
      const banner = timed({ ...before, ...given, from: begin });
      await store.save(banner);
      return banner;
    },

    async remove(principal, id) {
      requireSiteAdmin(principal);
      if (!(await store.remove(id))) throw noBanner(id);
    },
  };
}

/** The same with its times in UTC. Throws AppError("validation-failed") when it ends before it begins. */
function timed(banner: Banner): Banner {
  const from = new Date(banner.from);
  const until = banner.until === null ? null : new Date(banner.until);
  if (until !== null && until <= from) throw endsFirst();
  return { ...banner, from: from.toISOString(), until: until?.toISOString() ?? null };
}

function endsFirst(): AppError {
  const message = "The banner ends before it begins.";
  const issue: Issue = { pointer: "/until", code: "ends-first", message, remedy: "Choose a later end, or none." };
  return new AppError("validation-failed", message, { issues: [issue] });
}

function noBanner(id: string): AppError {
  return new AppError("not-found", `There is no banner ${id}.`, { bannerId: id });
}
