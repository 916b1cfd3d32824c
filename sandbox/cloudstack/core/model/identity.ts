import type { Row } from "./row.ts";

export interface Domain extends Row {
  name: string;
  path: string;
  parentId?: string;
  level: number;
}

export interface Role extends Row {
  name: string;
  type: "Admin" | "ResourceAdmin" | "DomainAdmin" | "User";
  description: string;
  isDefault: boolean;
}

export interface Account extends Row {
  name: string;
  type: number;
  roleId: string;
  domainId: string;
  state: string;
}

export interface User extends Row {
  username: string;
  firstName: string;
  lastName: string;
  email: string;
  accountId: string;
  state: string;
  apiKey?: string;
  secretKey?: string;
}

export interface Project extends Row {
  name: string;
  displayText: string;
  domainId: string;
  ownerAccountId: string;
  memberAccountIds: string[];
  state: "Active" | "Suspended";
}

export interface ResourceLimit {
  id: string;
  ownerId: string;
  type: number;
  max: number;
}
