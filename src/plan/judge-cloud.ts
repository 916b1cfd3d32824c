import type { Cloud, CloudReason, Requirement } from "../contract/index.ts";
import type { CloudOffer } from "./cloud-offer.ts";
import { shortageOn } from "./room-for.ts";

/** Why an automatic choice leaves a cloud out altogether; null when it may be taken. */
export function whyLeftOut(offer: CloudOffer, requirement: Requirement): CloudReason | null {
  const { cloud, catalog } = offer;
  if (catalog === null) return { code: "no-catalog", detail: cloud.statusDetail || cloud.status };
  const missing = missingLabels(cloud, requirement);
  if (missing.length > 0) return { code: "lacks-labels", labels: [...missing] };
  const short = shortageOn(offer, requirement);
  return short === null ? null : { code: "full", short: [...short] };
}

/** Labels that the requirement asks for and the cloud has not, as `key=value`. */
export function missingLabels(cloud: Cloud, { placement }: Requirement): readonly string[] {
  return Object.entries(placement.requires?.labels ?? {})
    .filter(([key, value]) => cloud.labels[key] !== value)
    .map(([key, value]) => `${key}=${value}`);
}

/** What fails together with the cloud: what its administrator said, else whatever is behind its address. */
export function failureDomainOf({ failureDomain, endpoint }: Cloud): string {
  return failureDomain ?? /^https?:\/\/([^/?#]+)/i.exec(endpoint)?.[1]?.toLowerCase() ?? endpoint;
}

/** Since when a cloud gives no good answer; null when it does. */
export function silence({ status, statusSince }: Cloud): CloudReason | null {
  if (status === "ready" || status === "unknown") return null;
  return { code: status === "unreachable" ? "silent" : "credentials-refused", since: statusSince };
}
