import type { Principal } from "../src/account/ports.ts";

/** The service when it acts by itself, for the account of the first start. */
export const SERVICE_PRINCIPAL: Principal = {
  accountId: "local",
  name: "the service itself",
  userId: "local",
  role: "owner",
  siteAdmin: true,
  scope: "manage",
  via: "service",
};
