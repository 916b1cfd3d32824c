import type { ExternalIdentity } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import { noteOf } from "./audit-of.ts";
import type { IdentityStore, NoteAudit, PersonStore, Principal, RequestOrigin } from "./ports.ts";
import { personOf } from "./prove-password.ts";

export interface OwnIdentitiesPorts {
  readonly people: Pick<PersonStore, "find">;
  readonly identities: Pick<IdentityStore, "list" | "unlink">;
  readonly noteAudit: NoteAudit;
}

/** Who a person is at OpenID issuers. */
export function makeOwnIdentities({ people, identities, noteAudit }: OwnIdentitiesPorts) {
  return {
    async list({ userId }: Principal): Promise<readonly ExternalIdentity[]> {
      const found = await identities.list(userId);
      return found.map((identity) => ({ ...identity, createdAt: identity.createdAt.toISOString() }));
    },

    /** Throws AppError: not-found, not-allowed (the only way in). */
    async unlink(principal: Principal, id: string, origin: RequestOrigin): Promise<void> {
      const person = await personOf(people, principal.userId);
      const all = await identities.list(principal.userId);
      if (!all.some((identity) => identity.id === id)) throw new AppError("not-found", `You have no identity ${id}.`);
      if (person.passwordHash === null && all.length === 1) {
        throw new AppError("not-allowed", "It is your only way to sign in.", { remedy: "Choose a password first." });
      }
      await identities.unlink(principal.userId, id);
      await noteOf(noteAudit, principal, origin, "identity.unlink", { object: { kind: "identity", id, name: null } });
    },
  };
}
