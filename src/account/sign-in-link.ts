import type { HandedLink } from "../contract/index.ts";
import { noteOfStranger } from "./audit-of.ts";
import { linkNotValid } from "./consume-invitation.ts";
import type { FollowLink } from "./follow-link.ts";
import type { Links } from "./letters.ts";
import { type LoginOutcome, refuseSuspended } from "./log-in.ts";
import { LINK_LIFE_MS, type MakeLink } from "./make-link.ts";
import type { OpenSessionFor } from "./open-session.ts";
import type { NoteAudit, PersonStore, RequestOrigin } from "./ports.ts";
import { personOf } from "./prove-password.ts";

export interface SignInLinkPorts {
  readonly people: Pick<PersonStore, "find">;
  readonly makeLink: MakeLink;
  readonly followLink: FollowLink;
  readonly links: Links;
  readonly openSession: OpenSessionFor;
  readonly noteAudit: NoteAudit;
}

/** Who makes such a link: only a person at the service's own machine can. */
const OWN_MACHINE = "service";

/** Opens a browser for whoever started the service, who has no password yet. */
export function makeSignInLink(ports: SignInLinkPorts) {
  return {
    /** Works once, for an hour. Throws AppError: not-found. */
    async make(userId: string): Promise<HandedLink> {
      await personOf(ports.people, userId);
      const about = { kind: "sign-in", userId, email: null, createdBy: OWN_MACHINE } as const;
      const { token, expiresAt } = await ports.makeLink(about, LINK_LIFE_MS["sign-in"]);
      return { url: ports.links.signIn(token), expiresAt: expiresAt.toISOString() };
    },

    /** Asks for the second factor all the same. Throws AppError: link-not-valid, too-many-requests, not-allowed. */
    async use(token: string, origin: RequestOrigin, previousId: string | null): Promise<LoginOutcome> {
      const followed = await ports.followLink("sign-in", token, origin);
      const { userId } = followed.link;
      const person = userId === null ? null : await ports.people.find(userId);
      if (person === null) throw linkNotValid();
      refuseSuspended(person);
      await followed.use();
      const strength = person.secondFactor ? "half-open" : "one-factor";
      const ticket = await ports.openSession(person.accountId, strength, origin, previousId);
      await noteOfStranger(ports.noteAudit, person, origin, "session.login");
      return { next: person.secondFactor ? "second-factor" : "done", ticket };
    },
  };
}
