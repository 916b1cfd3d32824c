/** Fixed ids for seeded rows, so that they stay the same in every fresh sandbox: `5a000000-…`. */
export function seedId(series: number, index: number): string {
  const tail = `${series.toString(16).padStart(4, "0")}${index.toString(16).padStart(8, "0")}`;
  return `5a000000-0000-4000-8000-${tail}`;
}

/** When the seeded rows say they were made. */
export const SEEDED_AT = "2026-01-01T00:00:00+0000";
