import { logIn } from "./openstack-session.ts";
import { TEST_BED, type TestBed } from "./test-bed.ts";

interface Named {
  readonly id?: string;
  readonly name?: string;
  readonly keypair?: { readonly name: string };
}

const LISTS = [
  ["compute", "/servers"],
  ["compute", "/os-keypairs"],
  ["volumev3", "/volumes"],
  ["network", "/v2.0/ports"],
  ["network", "/v2.0/networks"],
  ["network", "/v2.0/subnets"],
  ["network", "/v2.0/routers"],
  ["network", "/v2.0/floatingips"],
  ["network", "/v2.0/security-groups"],
] as const;

/** Everything of demo's project that a stack can leave behind, as sorted lines `path name id`. */
export async function takeInventory(bed: TestBed = TEST_BED): Promise<readonly string[]> {
  const demo = await logIn("demo", bed);
  const found = await Promise.all(
    LISTS.map(async ([service, path]) => {
      const query = service === "network" ? `?project_id=${demo.projectId}` : "";
      const answer = await demo.request<Record<string, readonly Named[]>>(service, "GET", `${path}${query}`);
      const items = Object.values(answer).find(Array.isArray) ?? [];
      return items.map((item: Named) => `${path} ${item.keypair?.name ?? item.name} ${item.id ?? ""}`.trim());
    }),
  );
  return found.flat().sort();
}
