export { describeSiteRepair } from "./describe-repair.ts";
export { type Inspector, makeInspector, makeInspectSite } from "./inspect-sites.ts";
export type * from "./ports.ts";
export { makeSiteCare } from "./site-care.ts";
