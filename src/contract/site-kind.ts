import type { CloudKind } from "./cloud.ts";
import type { SiteKey } from "./plan.ts";

// Without a schema library: the page takes these functions too.

/** What kind of cloud a site is on. Its key says it even where its plan is no longer at hand. */
export function siteKind(site: SiteKey): CloudKind {
  return site === "openstack" || site === "openstack-2" ? "openstack" : "cloudstack";
}

/** Whether it is the workspace's second site on a cloud of one kind, whose objects carry the site's key as a mark. */
export function isSecondSite(site: SiteKey): boolean {
  return site === "openstack-2" || site === "cloudstack-2";
}
