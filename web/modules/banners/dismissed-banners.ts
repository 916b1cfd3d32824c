import type { ShownBanner } from "../../../src/contract/index.ts";

type Banner = Pick<ShownBanner, "id" | "level" | "text">;

/** One that says something else is a new one. */
export function markOf({ id, level, text }: Banner): string {
  return `${id} ${level} ${text.en} ${text.ko}`;
}

/** What this person has put away in this browser. */
export function dismissedBanners(personId: string | null): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(personId)) ?? "[]");
    return new Set(Array.isArray(kept) ? kept.map(String) : []);
  } catch {
    return new Set();
  }
}

/** @param shown what is there now: marks of others are forgotten, so that they do not pile up */
export function dismissBanner(personId: string | null, banner: Banner, shown: readonly Banner[]): ReadonlySet<string> {
  const before = dismissedBanners(personId);
  const marks = new Set(shown.map(markOf).filter((mark) => before.has(mark) || mark === markOf(banner)));
  try {
    localStorage.setItem(keyOf(personId), JSON.stringify([...marks]));
  } catch {
    // A browser that keeps nothing shows it again after the next loading.
  }
  return marks;
}

function keyOf(personId: string | null): string {
  return `twinstack.dismissed-banners.${personId ?? "anyone"}`;
}
