import type { CapacityItem, Catalog, Cloud, SiteKey } from "../contract/index.ts";

/** A registered cloud with what it offers now. */
export interface CloudOffer {
  readonly cloud: Cloud;
  /** Null while the catalog was never read; such a cloud is not planned on. */
  readonly catalog: Catalog | null;
  /** CloudStack: the project to work in, from the registration. */
  readonly projectId?: string | null;
  /** How much may be used there and is; left out where the cloud does not tell, and then nothing is held against it. */
  readonly capacity?: readonly CapacityItem[];
}

/** A cloud that can be planned on. */
export interface ReadyOffer extends CloudOffer {
  readonly catalog: Catalog;
}

/** A cloud that a site of the workspace goes to, under the site's name. */
export interface PlacedOffer extends ReadyOffer {
  readonly site: SiteKey;
}
