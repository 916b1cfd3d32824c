import type { Cloud, Requirement } from "../contract/index.ts";
import type { CloudOffer } from "./cloud-offer.ts";
import { shortageOn } from "./room-for.ts";

/** Why an automatic choice leaves a cloud out altogether; null when it may be taken. */
export function whyLeftOut(offer: CloudOffer, requirement: Requirement): string | null {
  const { cloud, catalog } = offer;
  if (catalog === null) return `what it offers is not known: ${cloud.statusDetail || cloud.status}`;
  const missing = missingLabels(cloud, requirement);
  return missing.length > 0 ? `it has not the label ${missing.join(", ")}` : shortageOn(offer, requirement);
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

/** Since when a cloud gives no good answer, in words; null when it does. */
export function silence({ status, statusSince }: Cloud): string | null {
  if (status === "ready" || status === "unknown") return null;
  const since = statusSince === null ? "" : ` since ${statusSince.slice(0, 16).replace("T", " ")} UTC`;
  return status === "unreachable" ? `silent${since}` : `its credentials are refused${since}`;
}
