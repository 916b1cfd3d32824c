import { randomBytes } from "node:crypto";
import * as z from "zod";
import type { CloudstackRegistration } from "../../../contract/index.ts";
import type { Clock } from "../../../kernel/clock.ts";
import type { TenantAdmin } from "../../../tenant/ports.ts";
import { makeHttpClient } from "../../http/http-client.ts";
import { pause } from "../../http/pause.ts";
import { startAsyncJob, waitForAsyncJob } from "../async-job.ts";
import { makeCloudstackApi } from "../cloudstack-api.ts";
import { findAccount, findNetwork, lookAtTenant, ownDomain } from "./look-at-tenant.ts";
import { prepareTenant } from "./prepare-tenant.ts";

const Keys = z.object({ userkeys: z.object({ apikey: z.string(), secretkey: z.string() }) });

/** Tenants of one CloudStack, by a root or domain administrator's keys. Terraform only makes their limits. */
export function makeCloudstackTenantAdmin(registration: CloudstackRegistration, clock: Clock): TenantAdmin {
  const { apiKey, secretKey } = registration.credentials;
  const http = makeHttpClient({ caCertificate: registration.caCertificate, secrets: [apiKey, secretKey] });
  const api = makeCloudstackApi(http, registration, clock);

  async function remove(command: string, id: string, signal: AbortSignal | undefined): Promise<void> {
    const wait = { api, clock, tools: { pause, random: Math.random }, ...(signal !== undefined && { signal }) };
    const { jobId } = await startAsyncJob(api, command, { id }, signal);
    await waitForAsyncJob(jobId, wait);
  }

  return {
    look: (target, signal) => lookAtTenant(api, target, signal),
    prepare: async (target, signal) => {
      await prepareTenant({ api, password: newPassword() }, target, signal);
    },

    async grant(target, signal) {
      const { user } = await prepareTenant({ api, password: newPassword() }, target, signal);
      const { userkeys } = await api.call("registerUserKeys", { id: user }, Keys, signal);
      return { apiKey: userkeys.apikey, secretKey: userkeys.secretkey };
    },

    beforeRemoval: async () => undefined,

    async afterRemoval(target, signal) {
      const domainId = await ownDomain(api, signal);
      const account = await findAccount(api, target, domainId, signal);
      if (account === null) return;
      const network = await findNetwork(api, target, domainId, signal);
      if (network !== null) await remove("deleteNetwork", network.id, signal);
      await remove("deleteAccount", account.id, signal);
    },
  };
}

/** Both cases, digits and a sign, for clouds that look at passwords. */
function newPassword(): string {
  return `${randomBytes(32).toString("base64url")}-aA1`;
}
