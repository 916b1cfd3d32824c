import type { Owned, Row } from "./row.ts";

export interface EventRow extends Row, Owned {
  userName: string;
  type: string;
  level: string;
  description: string;
  state: string;
  subject: { id: string; type: string; name: string };
}

export interface AsyncJob extends Row {
  accountId: string;
  userId: string;
  command: string;
  javaClass: string;
  status: 0 | 1 | 2;
  resultCode: number;
  result?: Record<string, unknown>;
  instanceType?: string;
  instanceId?: string;
  completed?: string;
  /** What the command needs to finish, also after a restart of the sandbox. */
  work: Record<string, unknown>;
  dueAt: number;
}
