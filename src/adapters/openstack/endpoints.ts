import { AppError } from "../../kernel/app-error.ts";
import type { CatalogEntry } from "./answers.ts";

export type ServiceName = "compute" | "network" | "image" | "block storage" | "identity" | "object storage";

interface Service {
  /** Catalog types, best first: clouds publish block storage under several names. */
  readonly types: readonly string[];
  /** Added unless the published address already ends with a version. */
  readonly version: string | null;
}

const SERVICES: Readonly<Record<ServiceName, Service>> = {
  compute: { types: ["compute"], version: null },
  network: { types: ["network"], version: "v2.0" },
  image: { types: ["image"], version: "v2" },
  identity: { types: ["identity"], version: "v3" },
  "object storage": { types: ["object-store"], version: null },
  "block storage": { types: ["volumev3", "block-storage", "block-store", "volume"], version: null },
};

/** Base address of a service for this region without a trailing slash; AppError("cloud-refused") names what there is instead. */
export function findEndpoint(catalog: readonly CatalogEntry[], name: ServiceName, region: string): string {
  const { types, version } = SERVICES[name];
  const entries = types.flatMap((type) => catalog.filter((entry) => entry.type === type));
  const open = entries.flatMap((entry) => entry.endpoints).filter((endpoint) => endpoint.interface === "public");
  const found = open.find((endpoint) => endpoint.region === region || endpoint.region_id === region);
  if (found === undefined) throw missing(name, region, entries, open);
  const base = found.url.replace(/\/+$/, "");
  return version === null || /\/v\d+(\.\d+)?$/.test(base) ? base : `${base}/${version}`;
}

function missing(
  service: ServiceName,
  region: string,
  entries: readonly CatalogEntry[],
  open: CatalogEntry["endpoints"],
): AppError {
  if (entries.length === 0) {
    return new AppError("cloud-refused", `The cloud's catalog has no ${service} service for this project.`, {
      service,
      remedy: "Ask the cloud's operator whether the service exists and whether the project may use it.",
    });
  }
  if (open.length === 0) {
    return new AppError("cloud-refused", `The ${service} service has no public address, only internal ones.`, {
      service,
      remedy: "Ask the cloud's operator to publish a public endpoint.",
    });
  }
  const regions = [...new Set(open.map((endpoint) => endpoint.region ?? endpoint.region_id ?? "none"))].sort();
  return new AppError(
    "cloud-refused",
    `The ${service} service is not in region ${region}; it is in ${regions.join(", ")}.`,
    {
      service,
      region,
      regions,
      remedy: `Register the cloud with one of these regions: ${regions.join(", ")}.`,
    },
  );
}
