export { compileTenantPlan } from "./compile-tenant-plan.ts";
export * from "./ports.ts";
export { makeRemoveTenant } from "./remove-tenant.ts";
export { makeReportTenant, presentTenant } from "./report-tenant.ts";
export { administrationCloud, makeRequestTenant } from "./request-tenant.ts";
export { placeOf } from "./tenant-place.ts";
export { makeTenantTender } from "./tenant-tender.ts";
