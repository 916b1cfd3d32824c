import type { ConnectionStep } from "../../contract/index.ts";

const WORTH_MENTIONING_MS = 60_000;
const REMEDY = "Set both clocks by NTP.";

/** How far this machine's clock is from the cloud's, by the date of one of its answers. */
export function judgeClock(date: string | undefined, now: Date): ConnectionStep {
  const passed = { step: "clock", ok: true };
  const cloud = Date.parse(date ?? "");
  if (Number.isNaN(cloud)) return { ...passed, detail: "the cloud's answers carry no date", remedy: null };
  const skewMs = cloud - now.getTime();
  if (Math.abs(skewMs) < WORTH_MENTIONING_MS) {
    return { ...passed, detail: "both clocks agree", remedy: null };
  }
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  const detail = `the clock here is ${minutes} min ${skewMs > 0 ? "behind" : "ahead of"} the cloud's`;
  return { ...passed, detail, remedy: REMEDY };
}
