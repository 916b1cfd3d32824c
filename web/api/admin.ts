import type {
  AuditEntry,
  AuditQuery,
  HandedLink,
  Instance,
  Invitation,
  InvitationReceipt,
  Member,
  OwnedWorkspace,
  QueuedRun,
  Run,
  SandboxFault,
  SandboxFaultRequest,
  Session,
  SiteOrganisation,
  SiteSettings,
  SiteSettingsChangeRequest,
  User,
  UserRequest,
} from "../../src/contract/index.ts";
import { addressOf, call, listOf, type Page } from "./call.ts";
import { readAll } from "./read-all.ts";

export const usersKey = ["admin", "users"] as const;
export const readUsers = () => readAll<User>("/users");
export const createUser = (request: UserRequest) => call<User>("POST", "/users", { body: request });
export const userSessionsKey = (id: string) => [...usersKey, id, "sessions"] as const;
export const readUserSessions = (id: string) => listOf<Session>(`/users/${id}/sessions`);
export const endUserSession = (id: string, sessionId: string) =>
  call<void>("DELETE", `/users/${id}/sessions/${sessionId}`);
export const suspendUser = (id: string) => call<User>("POST", `/users/${id}/suspend`);
export const unsuspendUser = (id: string) => call<User>("POST", `/users/${id}/unsuspend`);
export const setSiteAdmin = (id: string, yes: boolean) => call<User>(yes ? "PUT" : "DELETE", `/users/${id}/site-admin`);
export const handOutReset = (id: string) => call<HandedLink>("POST", `/users/${id}/password-reset`);
export const takeOffSecondFactor = (id: string) => call<void>("DELETE", `/users/${id}/second-factor`);

export const invitationsKey = ["admin", "invitations"] as const;
export const readInvitations = () => listOf<Invitation>("/invitations");
export const invite = (email: string) =>
  call<InvitationReceipt>("POST", "/invitations", { body: email === "" ? {} : { email } });
export const withdrawInvitation = (id: string) => call<void>("DELETE", `/invitations/${id}`);

export const allOrganisationsKey = ["admin", "organisations"] as const;
export const readAllOrganisations = () => readAll<SiteOrganisation>("/admin/organisations");
export const readMembersOfAny = (id: string) => listOf<Member>(`/admin/organisations/${id}/members`);

export const allWorkspacesKey = ["admin", "workspaces"] as const;
export const readAllWorkspaces = () => readAll<OwnedWorkspace>("/admin/workspaces");
export const allInstancesKey = ["admin", "instances"] as const;
export const readAllInstances = () => listOf<Instance>("/admin/instances");

export const queueKey = ["admin", "runs"] as const;
export const readQueue = () => readAll<QueuedRun>("/admin/runs");
export const cancelAnyRun = (id: string, force: boolean) =>
  call<Run>("POST", `/admin/runs/${id}/cancel`, { body: { force } });

export type AuditFilter = Pick<AuditQuery, "scope"> & Partial<Omit<AuditQuery, "scope">>;
export const auditKey = (filter: AuditFilter) => ["admin", "audit", filter] as const;
export const readAudit = (filter: AuditFilter, cursor: string | null) =>
  call<Page<AuditEntry>>("GET", "/audit", {
    query: { ...filter, limit: 50, ...(cursor !== null && { cursor }) },
  });
/** Where the browser fetches the same as a file. */
export const auditFileAddress = (filter: AuditFilter, format: "csv" | "ndjson") =>
  addressOf("/audit/export", { ...filter, format });

export const settingsKey = ["admin", "settings"] as const;
export const readSettings = () => call<SiteSettings>("GET", "/settings");
export const changeSettings = (change: SiteSettingsChangeRequest) =>
  call<SiteSettings>("PATCH", "/settings", { body: change });

export const faultsKey = ["admin", "sandbox-faults"] as const;
export const readFaults = () => listOf<SandboxFault>("/admin/sandbox-faults");
export const breakSandbox = (request: SandboxFaultRequest) =>
  call<SandboxFault>("POST", "/admin/sandbox-faults", { body: request });
export const healFault = (id: string) => call<void>("DELETE", `/admin/sandbox-faults/${encodeURIComponent(id)}`);
export const healSandbox = () => call<void>("DELETE", "/admin/sandbox-faults");
