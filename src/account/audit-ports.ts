/** From where a request came; kept with whatever it did. */
export interface RequestOrigin {
  /** Null when the service acts by itself. */
  readonly remoteAddress: string | null;
  readonly requestId: string | null;
  /** As the client calls itself, cut to 256 characters; empty when it does not say. */
  readonly userAgent: string;
}

/** One line of the audit log: who did what, from where, to which object, and how it ended. Never holds a secret. */
export interface AuditEntry {
  /** Account whose thing was touched; null for things of the whole site and for failed logins of nobody we know. */
  readonly accountId: string | null;
  /** Account of the person who acted; null when that is not known. */
  readonly userId: string | null;
  /** The person's name, or what was given as one. */
  readonly userName: string;
  /** `anonymous`: nobody was signed in, for instance at a failed login. */
  readonly via: "session" | "token" | "service" | "anonymous";
  readonly origin: RequestOrigin;
  /** Noun and verb, such as `session.login` or `workspace.remove`. */
  readonly action: string;
  readonly object: AuditObject | null;
  /** `refused`: a rule of ours said no; `failed`: it was tried and did not work; `unknown`: the service died meanwhile. */
  readonly outcome: "done" | "refused" | "failed" | "unknown";
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface AuditObject {
  readonly kind: string;
  readonly id: string;
  readonly name: string | null;
}

/** Adds one entry to the audit log. What it is about has then happened, or is about to in the same transaction. */
export type NoteAudit = (entry: AuditEntry) => Promise<void>;

/** An act that takes longer than one transaction: its line is certain before it begins. */
export interface AuditIntents {
  /** Once it comes back, the act leaves a line whatever dies. */
  begin(id: string, entry: AuditEntry): Promise<void>;
  /** The line, in the place of the intent; a second one writes nothing. */
  end(id: string, entry: AuditEntry): Promise<void>;
}
