import type { Principal } from "../../src/account/index.ts";
import type { Cloud, Tenant, TenantReport, TenantRequest } from "../../src/contract/index.ts";

/** Tenants on clouds, and the clouds that make them. Only for administrators of the site, which the routes have asked. */
export interface TenantSide {
  list(): Promise<readonly Tenant[]>;
  /** With how its cloud shows it now. Throws AppError("not-found"). */
  report(id: string): Promise<TenantReport>;
  /** Makes one, changes its size, or puts right what has drifted. Throws AppError: not-found, tenant-fixed. */
  request(principal: Principal, request: TenantRequest): Promise<Tenant>;
  /** Throws AppError: not-found, tenant-in-use, and the cloud's own when it cannot be asked. */
  remove(principal: Principal, id: string): Promise<Tenant>;
  /** Clouds registered for administration. */
  clouds(): Promise<readonly Cloud[]>;
  /** Throws AppError as the registration of any cloud does. */
  registerCloud(input: unknown, force: boolean): Promise<Cloud>;
  /** Throws AppError: not-found, cloud-in-use while it has tenants. */
  removeCloud(id: string): Promise<void>;
}
