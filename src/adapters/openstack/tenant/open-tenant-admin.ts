import { randomBytes } from "node:crypto";
import type { OpenstackRegistration } from "../../../contract/index.ts";
import type { Clock } from "../../../kernel/clock.ts";
import type { TenantAdmin } from "../../../tenant/ports.ts";
import { makeHttpClient } from "../../http/http-client.ts";
import { makeIdentity } from "../identity.ts";
import { makeOpenstackApi } from "../openstack-api.ts";
import { grantCredential } from "./grant-credential.ts";
import { lookAtTenant } from "./look-at-tenant.ts";
import { removeSecurityGroups } from "./remove-security-groups.ts";
import { makeTenantKeys } from "./tenant-keys.ts";

/** Tenants of one OpenStack, by an administrator's credential. All but the credential is made by Terraform. */
export function makeOpenstackTenantAdmin(registration: OpenstackRegistration, clock: Clock): TenantAdmin {
  const { credentials, caCertificate } = registration;
  const secret = credentials.type === "password" ? credentials.password : credentials.secret;
  const http = makeHttpClient({ caCertificate, secrets: [secret] });
  const api = makeOpenstackApi(http, makeIdentity(http, registration, clock), registration);
  return {
    look: (target, signal) => lookAtTenant(api, target, signal),
    prepare: async (target, signal) => {
      // Refuses a project of that name which is somebody else's, before Terraform meets it.
      await lookAtTenant(api, target, signal);
    },
    grant: (target, signal) => {
      // Both cases, digits and a sign, for clouds that look at passwords.
      const password = `${randomBytes(32).toString("base64url")}-aA1`;
      return grantCredential({ api, registration, password }, target, signal);
    },
    keys: makeTenantKeys(api),
    beforeRemoval: (target, signal) => removeSecurityGroups(api, target, signal),
    afterRemoval: async () => undefined,
  };
}
