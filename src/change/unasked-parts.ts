import type { SitePlan } from "../contract/index.ts";
import type { Part } from "./changed-parts.ts";

type FromTo = { readonly from: string; readonly to: string };

/** What becomes of a site's size and image although nobody asked: its cloud does not offer the old ones any more. */
export function unaskedParts(before: SitePlan, after: SitePlan, asked: readonly Part[]): readonly Part[] {
  const has = (start: string) => asked.some(({ code }) => code.startsWith(start));
  const size = has("memory-") || has("processors-") ? null : replaced(sizeOf(before), sizeOf(after));
  const image = asked.some(({ code }) => code === "system") ? null : replaced(imageOf(before), imageOf(after));
  const cloud = after.cloudName;
  return [
    ...(size === null ? [] : [{ pointer: "", code: "size-replaced" as const, values: { ...size, cloud } }]),
    ...(image === null ? [] : [{ pointer: "", code: "image-replaced" as const, values: { ...image, cloud } }]),
  ];
}

/** The size that the cloud sells it as. */
export function sizeOf(site: SitePlan): { readonly id: string; readonly name: string } {
  return site.cloud === "openstack" ? site.flavor : site.serviceOffering;
}

/** What its system disk is made from. */
export function imageOf(site: SitePlan): { readonly id: string; readonly name: string } {
  return site.cloud === "openstack" ? site.image : site.template;
}

function replaced(old: ReturnType<typeof sizeOf>, now: ReturnType<typeof sizeOf>): FromTo | null {
  return old.id === now.id ? null : { from: old.name, to: now.name };
}
