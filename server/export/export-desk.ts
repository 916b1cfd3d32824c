import type { SiteKey } from "../../src/contract/index.ts";

/**
 * What turns an exported folder into a desk on the service's own state and lock: an override file, which Terraform puts
 * in the place of the backend that the folder has. It lies apart until somebody wants it, and holds no secret.
 */
export function exportDesk(site: SiteKey, address: string): Readonly<Record<string, string>> {
  const http = {
    ...{ address, lock_address: `${address}/lock`, unlock_address: `${address}/lock` },
    ...{ lock_method: "POST", unlock_method: "DELETE", username: "token" },
  };
  const document = { terraform: { backend: { http } } };
  return { [`desk/${site}/backend_override.tf.json`]: `${JSON.stringify(document, null, 2)}\n` };
}
