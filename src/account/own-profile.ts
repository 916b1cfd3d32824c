import type { Me, MeChangeRequest } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Attempts } from "./attempts.ts";
import { noteOf, noteOfStranger } from "./audit-of.ts";
import { linkNotValid } from "./consume-invitation.ts";
import type { FollowLink } from "./follow-link.ts";
import { LETTERS, type Links } from "./letters.ts";
import { LINK_LIFE_MS, type MakeLink } from "./make-link.ts";
import type {
  LinkStore,
  NoteAudit,
  Person,
  PersonStore,
  Post,
  Principal,
  RequestOrigin,
  SecondFactorStore,
} from "./ports.ts";
import { type ProvePassword, personOf } from "./prove-password.ts";

export interface OwnProfilePorts {
  readonly people: PersonStore;
  readonly secondFactors: Pick<SecondFactorStore, "recoveryCodesLeft">;
  readonly linkStore: Pick<LinkStore, "useAll">;
  readonly provePassword: ProvePassword;
  readonly makeLink: MakeLink;
  readonly followLink: FollowLink;
  readonly links: Links;
  readonly attempts: Attempts;
  readonly post: Post;
  readonly noteAudit: NoteAudit;
  readonly clock: Clock;
}

/** What a person sees and changes of themselves. */
export function makeOwnProfile(ports: OwnProfilePorts) {
  const { people, post, noteAudit } = ports;

  async function read(principal: Principal): Promise<Me> {
    const person = await personOf(people, principal.userId);
    return {
      id: person.accountId,
      handle: person.handle,
      name: person.name,
      email: person.email,
      emailConfirmed: person.emailConfirmedAt !== null,
      locale: person.locale,
      siteAdmin: person.siteAdmin,
      hasPassword: person.passwordHash !== null,
      secondFactor: person.secondFactor,
      recoveryCodesLeft: await ports.secondFactors.recoveryCodesLeft(person.accountId),
      via: principal.via,
      scope: principal.scope,
    };
  }

  /** An older link could otherwise put an older address back. */
  async function mailConfirmation(person: Person, email: string): Promise<void> {
    await ports.linkStore.useAll(person.accountId, "email-confirmation", ports.clock.now());
    post.later(async () => {
      if (!(await ports.attempts.mayTry("mail-to-address", email))) return null;
      const about = {
        kind: "email-confirmation",
        userId: person.accountId,
        email,
        createdBy: person.accountId,
      } as const;
      const { token } = await ports.makeLink(about, LINK_LIFE_MS["email-confirmation"]);
      return LETTERS.confirmEmail(email, ports.links.confirmEmail(token));
    });
    const old = person.email;
    if (old !== null && old !== email && person.emailConfirmedAt !== null)
      post.later(async () => LETTERS.addressChanges(old));
  }

  async function changeEmail(principal: Principal, email: string, password: string | undefined, origin: RequestOrigin) {
    const person = await ports.provePassword(principal, password, origin);
    if (person.email === email && person.emailConfirmedAt !== null) return;
    if (post.canSend) await mailConfirmation(person, email);
    else if (!(await people.changeEmail(person.accountId, email, null))) {
      throw new AppError("name-taken", "The address belongs to another account.");
    }
    await noteOf(noteAudit, principal, origin, "email.change", { detail: { confirmed: false } });
  }

  return {
    read,

    /** Throws AppError: wrong-credentials, name-taken, too-many-requests, overloaded. */
    async change(principal: Principal, change: MeChangeRequest, origin: RequestOrigin): Promise<Me> {
      const { name, locale, email, password } = change;
      if (email !== undefined) await changeEmail(principal, email, password, origin);
      if (name !== undefined || locale !== undefined) {
        await people.rename(principal.userId, {
          ...(name !== undefined && { name }),
          ...(locale !== undefined && { locale }),
        });
      }
      return read(principal);
    },

    /** Throws AppError: link-not-valid, too-many-requests. */
    async confirmEmail(token: string, origin: RequestOrigin): Promise<void> {
      const { link, use } = await ports.followLink("email-confirmation", token, origin);
      const person = link.userId === null ? null : await people.find(link.userId);
      if (person === null || link.email === null) throw linkNotValid();
      await use();
      if (!(await people.changeEmail(person.accountId, link.email, ports.clock.now()))) throw linkNotValid();
      await noteOfStranger(noteAudit, person, origin, "email.confirm");
    },
  };
}
