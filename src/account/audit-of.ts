import type { AuditEntry, NoteAudit, Person, Principal, RequestOrigin } from "./ports.ts";

type Rest = Partial<Pick<AuditEntry, "outcome" | "detail" | "object" | "accountId">>;

/** Notes what a signed-in person did to their own account. */
export function noteOf(
  noteAudit: NoteAudit,
  principal: Principal,
  origin: RequestOrigin,
  action: string,
  rest: Rest = {},
): Promise<void> {
  const { userId, name, via } = principal;
  const base = { accountId: userId, userId, userName: name, via, object: null, outcome: "done", detail: {} } as const;
  return noteAudit({ ...base, origin, action, ...rest });
}

/** Notes what somebody did who is not signed in; `person` is whose account it was about, null when there is none. */
export function noteOfStranger(
  noteAudit: NoteAudit,
  person: Pick<Person, "accountId" | "name"> | null,
  origin: RequestOrigin,
  action: string,
  rest: Rest = {},
): Promise<void> {
  return noteAudit({
    accountId: person?.accountId ?? null,
    userId: person?.accountId ?? null,
    userName: person?.name ?? "unknown",
    via: "anonymous",
    origin,
    action,
    object: null,
    outcome: "done",
    detail: {},
    ...rest,
  });
}
