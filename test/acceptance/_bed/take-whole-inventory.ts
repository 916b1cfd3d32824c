import { logIn } from "./openstack-session.ts";
import { TEST_BED, type TestBed } from "./test-bed.ts";

const LISTS = [
  ["identity", "/projects"],
  ["identity", "/users"],
  ["identity", "/role_assignments"],
  ["image", "/v2/images?limit=500"],
  ["image", "/v2/images?limit=500&os_hidden=true"],
  ["compute", "/servers?all_tenants=1"],
  ["volumev3", "/volumes?all_tenants=1"],
  ["network", "/v2.0/ports"],
  ["network", "/v2.0/networks"],
  ["network", "/v2.0/subnets"],
  ["network", "/v2.0/routers"],
  ["network", "/v2.0/floatingips"],
  ["network", "/v2.0/security-groups"],
] as const;

interface Named {
  readonly id?: string;
  readonly name?: string;
  readonly links?: { readonly assignment?: string };
}

/** Everything that an administrator sees on the whole cloud, as sorted lines `path name id`. */
export async function takeWholeInventory(bed: TestBed = TEST_BED): Promise<readonly string[]> {
  const admin = await logIn("admin", bed);
  const found = await Promise.all(
    LISTS.map(async ([service, path]) => {
      const answer = await admin.request<Record<string, readonly Named[]>>(service, "GET", path);
      const items = Object.values(answer).find(Array.isArray) ?? [];
      return items.map(({ name = "", id, links }: Named) => `${path} ${name} ${id ?? links?.assignment ?? ""}`);
    }),
  );
  return found.flat().sort();
}
