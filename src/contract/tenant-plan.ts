import * as z from "zod";
import type { BucketPlan } from "./bucket-plan.ts";
import type { SitePlan } from "./plan.ts";
import { TenantLimits } from "./tenant.ts";

const planFields = {
  subject: z.literal("tenant"),
  formatVersion: z.literal(1),
  tenantId: z.uuid(),
  /** Seat of the state. */
  workspaceId: z.uuid(),
  /** Of project, user or account; prefix of all other names. */
  name: z.string(),
  limits: TenantLimits,
};

export const OpenstackTenantPlan = z.strictObject({
  cloud: z.literal("openstack"),
  ...planFields,
  region: z.string(),
  domainId: z.string(),
  roleId: z.string(),
  cidr: z.string(),
  dnsServers: z.array(z.string()),
  externalNetworkId: z.string().nullable(),
  adopt: z.array(z.strictObject({ address: z.string().regex(/^[a-z0-9_]+\.[a-z0-9_]+$/), id: z.string() })).meta({
    description: "What carries the tenant's mark and is in no state, because an apply was killed",
  }),
});
export type OpenstackTenantPlan = z.infer<typeof OpenstackTenantPlan>;

export const CloudstackTenantPlan = z.strictObject({
  cloud: z.literal("cloudstack"),
  ...planFields,
  domainId: z.string(),
});
export type CloudstackTenantPlan = z.infer<typeof CloudstackTenantPlan>;

/** What the stack of a tenant needs. It holds no secret. */
export const TenantPlan = z.discriminatedUnion("cloud", [OpenstackTenantPlan, CloudstackTenantPlan]);
export type TenantPlan = z.infer<typeof TenantPlan>;

/** Whatever a run can be about. */
export type StackPlan = SitePlan | TenantPlan | BucketPlan;

/** Whether a plan is of something else than a site of machines: a tenant, a bucket. */
export function isOwnStack(plan: StackPlan): plan is TenantPlan | BucketPlan {
  return "subject" in plan;
}
