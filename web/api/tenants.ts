import type { Cloud, Tenant, TenantReport, TenantRequest } from "../../src/contract/index.ts";
import { call, listOf } from "./call.ts";

export const tenantsKey = ["tenants"] as const;
export const administrationCloudsKey = ["tenants", "clouds"] as const;

export const readTenants = () => listOf<Tenant>("/admin/tenants");
export const readAdministrationClouds = () => listOf<Cloud>("/admin/clouds");
export const readTenant = (id: string) => call<TenantReport>("GET", `/admin/tenants/${id}`);
export const requestTenant = (body: TenantRequest) => call<Tenant>("POST", "/admin/tenants", { body });
export const removeTenant = (id: string) => call<Tenant>("DELETE", `/admin/tenants/${id}`);
