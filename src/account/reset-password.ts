import type { HandedLink, PasswordResetRequest } from "../contract/index.ts";
import type { Clock } from "../kernel/clock.ts";
import { type Attempts, networkFrom } from "./attempts.ts";
import { noteOf, noteOfStranger } from "./audit-of.ts";
import { checkPassword } from "./check-password.ts";
import { linkNotValid } from "./consume-invitation.ts";
import type { FollowLink } from "./follow-link.ts";
import { LETTERS, type Links } from "./letters.ts";
import { LINK_LIFE_MS, type MakeLink } from "./make-link.ts";
import type {
  LinkStore,
  NoteAudit,
  PasswordHasher,
  PersonStore,
  Post,
  Principal,
  RequestOrigin,
  SessionStore,
} from "./ports.ts";
import { personOf } from "./prove-password.ts";

export interface ResetPasswordPorts {
  readonly people: Pick<PersonStore, "find" | "findByEmail" | "changePassword" | "changeEmail">;
  readonly sessions: Pick<SessionStore, "endAll">;
  readonly linkStore: Pick<LinkStore, "useAll">;
  readonly passwords: Pick<PasswordHasher, "hash">;
  readonly attempts: Attempts;
  readonly makeLink: MakeLink;
  readonly followLink: FollowLink;
  readonly links: Links;
  readonly post: Post;
  readonly noteAudit: NoteAudit;
  readonly clock: Clock;
}

/** Who created a link that a stranger asked for, and which therefore went to the mailbox only. */
const STRANGER = "anonymous";

/** Forgotten passwords: asking for a link by mail, being handed one by an administrator, and using either. */
export function makeResetPassword(ports: ResetPasswordPorts) {
  const { people, attempts, makeLink, post, noteAudit, clock } = ports;
  return {
    /** Answers the same for an unknown address, and at once. Throws AppError: too-many-requests. */
    async ask(email: string, origin: RequestOrigin): Promise<void> {
      await attempts.allow("reset-from-network", networkFrom(origin));
      post.later(async () => {
        const person = await people.findByEmail(email);
        if (person === null || person.suspended || !(await attempts.mayTry("mail-to-address", email))) return null;
        const about = { kind: "password-reset", userId: person.accountId, email, createdBy: STRANGER } as const;
        const { token } = await makeLink(about, LINK_LIFE_MS["password-reset"]);
        await noteOfStranger(noteAudit, person, origin, "password.ask-reset");
        return LETTERS.resetPassword(email, ports.links.resetPassword(token));
      });
    },

    /** For a site's administrator, who gives it to the person by a way of their own. Throws AppError: not-found. */
    async handOut(principal: Principal, userId: string, origin: RequestOrigin): Promise<HandedLink> {
      const person = await personOf(people, userId);
      await ports.linkStore.useAll(userId, "password-reset", clock.now());
      const about = { kind: "password-reset", userId, email: null, createdBy: principal.userId } as const;
      const { token, expiresAt } = await makeLink(about, LINK_LIFE_MS["handed-password-reset"]);
      await noteOf(noteAudit, principal, origin, "password.hand-out-reset", {
        accountId: userId,
        object: { kind: "user", id: userId, name: person.handle },
      });
      return { url: ports.links.resetPassword(token), expiresAt: expiresAt.toISOString() };
    },

    /** Ends every session. Throws AppError: link-not-valid, validation-failed, too-many-requests, overloaded. */
    async use(request: PasswordResetRequest, origin: RequestOrigin): Promise<void> {
      const followed = await ports.followLink("password-reset", request.token, origin);
      const { link } = followed;
      const person = link.userId === null ? null : await people.find(link.userId);
      if (person === null || person.suspended) throw linkNotValid();
      checkPassword(request.newPassword, person, "/newPassword");
      const passwordHash = await ports.passwords.hash(request.newPassword);
      await followed.use();
      await people.changePassword(person.accountId, passwordHash, clock.now());
      await ports.linkStore.useAll(person.accountId, "password-reset", clock.now());
      await ports.sessions.endAll(person.accountId, null);
      const { email } = person;
      if (email !== null && link.email === email && person.emailConfirmedAt === null) {
        await people.changeEmail(person.accountId, email, clock.now());
      }
      await noteOfStranger(noteAudit, person, origin, "password.reset");
      if (email !== null) post.later(async () => LETTERS.passwordChanged(email));
    },
  };
}
