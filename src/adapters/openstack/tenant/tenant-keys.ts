import { AppError } from "../../../kernel/app-error.ts";
import type { TenantKeys, TenantTarget } from "../../../tenant/ports.ts";
import { MadeKey } from "../object-storage/s3-keys.ts";
import type { OpenstackApi } from "../openstack-api.ts";
import { lookAtTenant } from "./look-at-tenant.ts";

/** EC2 credentials of a tenant's user, made by an administrator who logged in with a password. */
export function makeTenantKeys(api: OpenstackApi): TenantKeys {
  async function place(target: TenantTarget, signal: AbortSignal | undefined) {
    const { parts } = await lookAtTenant(api, target, signal);
    const idOf = (kind: string) => parts.find((part) => part.kind === kind)?.id;
    const [user, project] = [idOf("user"), idOf("project")];
    if (user !== undefined && project !== undefined) return { path: `/users/${user}/credentials/OS-EC2`, project };
    throw new AppError("cloud-refused", "The tenant's user or project is gone; ask for the tenant again.");
  }

  return {
    async make(target, signal) {
      const { path, project } = await place(target, signal);
      const body = { tenant_id: project };
      const { credential } = await api.ask({ method: "POST", service: "identity", path, body }, MadeKey, signal);
      return { accessKey: credential.access, secretKey: credential.secret };
    },

    async end(target, accessKey, signal) {
      const { path } = await place(target, signal);
      const gone = { method: "DELETE", service: "identity", path: `${path}/${accessKey}`, expected: [404] } as const;
      await api.change(gone, signal);
    },
  };
}
