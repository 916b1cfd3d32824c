import { createHash } from "node:crypto";

/** The region every endpoint of the sandbox is in. */
const REGION = "RegionOne";

/** The service catalog as a token scoped to the project carries it. Names say that this is a sandbox. */
export function catalogOf(base: string, projectId: string): unknown[] {
  return [
    service("network", "sandbox-neutron", `${base}/network`),
    service("block-storage", "sandbox-cinder", `${base}/volume/v3/${projectId}`),
    service("compute", "sandbox-nova", `${base}/compute/v2.1`),
    service("image", "sandbox-glance", `${base}/image`),
    service("volumev3", "sandbox-cinderv3", `${base}/volume/v3/${projectId}`),
    service("object-store", "sandbox-swift", `${base}/swift/v1/AUTH_${projectId}`),
    service("s3", "sandbox-s3", `${base}/s3`),
    service("identity", "sandbox-keystone", `${base}/identity/v3`),
  ];
}

function service(type: string, name: string, url: string): unknown {
  const endpoints = ["admin", "internal", "public"].map((face) => ({
    id: stableId(`${type}/${face}`),
    interface: face,
    region_id: REGION,
    url,
    region: REGION,
  }));
  return { endpoints, id: stableId(type), type, name };
}

function stableId(seed: string): string {
  return createHash("md5").update(`openstack-sandbox/${seed}`).digest("hex");
}
