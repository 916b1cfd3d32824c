import type { App } from "../app.ts";
import type { Services } from "../services.ts";
import { apiTokenRoutes } from "./api-tokens.ts";
import { auditRoutes } from "./audit.ts";
import { invitationRoutes } from "./invitations.ts";
import { memberRoutes } from "./members.ts";
import { organisationRoutes } from "./organisations.ts";
import { ownAccountRoutes } from "./own-account.ts";
import { transferRoutes } from "./transfers.ts";
import { userSessionRoutes } from "./user-sessions.ts";
import { userRoutes } from "./users.ts";

/** Everything about accounts but signing in. */
export function accountRoutes(app: App, services: Services): void {
  apiTokenRoutes(app, services);
  organisationRoutes(app, services);
  memberRoutes(app, services);
  invitationRoutes(app, services);
  auditRoutes(app, services);
  userRoutes(app, services);
  userSessionRoutes(app, services);
  ownAccountRoutes(app, services);
  transferRoutes(app, services);
}
