import type { Catalog, Cloud, SiteKey } from "../contract/index.ts";

/** A registered cloud with what it offers now. */
export interface CloudOffer {
  readonly cloud: Cloud;
  /** Null while the catalog was never read; such a cloud is not planned on. */
  readonly catalog: Catalog | null;
  /** CloudStack: the project to work in, from the registration. */
  readonly projectId?: string | null;
}

/** A cloud that can be planned on. */
export interface ReadyOffer extends CloudOffer {
  readonly catalog: Catalog;
}

/** A cloud that a site of the workspace goes to, under the site's name. */
export interface PlacedOffer extends ReadyOffer {
  readonly site: SiteKey;
}
