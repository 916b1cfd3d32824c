import type { Table } from "../core/cloud-state.ts";
import type { Ec2Credential } from "../object-storage/object-state.ts";

export interface Project {
  readonly id: string;
  name: string;
  description: string;
  enabled: boolean;
}

export interface User {
  readonly id: string;
  name: string;
  /** SHA-256 in hex: the well-known try-out passwords need no slow hash. */
  passwordHash: string;
  enabled: boolean;
  description?: string;
  defaultProjectId?: string;
}

export interface RoleAssignment {
  readonly userId: string;
  readonly projectId: string;
  readonly roleId: string;
}

export interface ApplicationCredential {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly userId: string;
  readonly projectId: string;
  readonly roleIds: readonly string[];
  readonly secretHash: string;
  readonly unrestricted: boolean | null;
  /** ISO time or null: never. */
  readonly expiresAt: string | null;
}

export interface Token {
  readonly userId: string;
  /** Absent: unscoped. */
  readonly projectId: string | null;
  readonly roleIds: readonly string[];
  readonly methods: readonly string[];
  readonly credentialId: string | null;
  readonly auditId: string;
  /** Epoch milliseconds. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export interface IdentityState {
  projects: Table<Project>;
  users: Table<User>;
  /** Role name by identifier. */
  roles: Table<string>;
  assignments: RoleAssignment[];
  applicationCredentials: Table<ApplicationCredential>;
  tokens: Table<Token>;
  /** By access key; missing in states of earlier versions. */
  ec2Credentials?: Table<Ec2Credential>;
}
