import type { ConfirmSignUpRequest, SignUpAnswer, SignUpRequest } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import { type Attempts, networkFrom } from "./attempts.ts";
import { noteOfStranger } from "./audit-of.ts";
import { checkPassword } from "./check-password.ts";
import { type ConsumeInvitation, linkNotValid } from "./consume-invitation.ts";
import type { FollowLink } from "./follow-link.ts";
import { LETTERS, type Links } from "./letters.ts";
import { LINK_LIFE_MS, type MakeLink } from "./make-link.ts";
import type {
  AccountSecrets,
  NewPerson,
  NoteAudit,
  PasswordHasher,
  PersonStore,
  Post,
  RequestOrigin,
} from "./ports.ts";
import type { SettingsOfSite } from "./site-settings.ts";

export interface SignUpPorts {
  readonly people: Pick<PersonStore, "findByEmail" | "create">;
  readonly passwords: Pick<PasswordHasher, "hash">;
  readonly settings: Pick<SettingsOfSite, "read">;
  readonly consumeInvitation: ConsumeInvitation;
  readonly makeLink: MakeLink;
  readonly followLink: FollowLink;
  readonly links: Links;
  readonly serviceUrl: () => string;
  readonly attempts: Attempts;
  readonly post: Post;
  readonly secrets: AccountSecrets;
  readonly noteAudit: NoteAudit;
  readonly clock: Clock;
}

/**
 * Makes accounts by the site's policy. A stranger learns nothing: with open sign-up the answer is the same for a known
 * and an unknown address, and the account is made by whoever opens the letter.
 */
export function makeSignUp(ports: SignUpPorts) {
  async function create(person: NewPerson, how: string, origin: RequestOrigin): Promise<string> {
    const taken = await ports.people.create(person);
    if (taken === "handle") throw new AppError("name-taken", `The handle ${person.handle} is taken.`);
    // Only the holder of a link for this very address, or of an invitation, comes here.
    if (taken === "email") throw linkNotValid();
    await noteOfStranger(ports.noteAudit, person, origin, "account.sign-up", { detail: { how } });
    return person.accountId;
  }

  async function signUpInvited(request: SignUpRequest, token: string, origin: RequestOrigin): Promise<SignUpAnswer> {
    const passwordHash = await ports.passwords.hash(request.password);
    const { email, handle, name, locale } = request;
    await ports.consumeInvitation(ports.secrets.sha256(token), (invitation) => {
      if (invitation.email !== null && invitation.email.toLowerCase() !== email) throw linkNotValid();
      const accountId = ports.secrets.newId();
      return create(
        { accountId, handle, name, email, emailConfirmedAt: null, passwordHash, locale },
        "invitation",
        origin,
      );
    });
    return { next: "log-in" };
  }

  async function askByMail(request: SignUpRequest): Promise<SignUpAnswer> {
    const passwordHash = await ports.passwords.hash(request.password);
    const { email, handle, name, locale } = request;
    ports.post.later(async () => {
      if (!(await ports.attempts.mayTry("mail-to-address", email))) return null;
      if ((await ports.people.findByEmail(email)) !== null) return LETTERS.alreadyThere(email, ports.serviceUrl());
      const draft = { handle, name, locale, passwordHash };
      const about = { kind: "sign-up", userId: null, email, createdBy: "anonymous", draft } as const;
      const { token } = await ports.makeLink(about, LINK_LIFE_MS["sign-up"]);
      return LETTERS.signUp(email, ports.links.signUp(token));
    });
    return { next: "open-mail" };
  }

  return {
    /** Throws AppError: not-allowed (policy), validation-failed, name-taken, link-not-valid, too-many-requests, overloaded. */
    async ask(request: SignUpRequest, origin: RequestOrigin): Promise<SignUpAnswer> {
      const { signUp } = await ports.settings.read();
      refuseClosed(signUp, request.invitation !== undefined);
      checkPassword(request.password, request, "/password");
      await ports.attempts.allow("sign-up-from-network", networkFrom(origin));
      return request.invitation === undefined ? askByMail(request) : signUpInvited(request, request.invitation, origin);
    },

    /** Follows the letter's link. Throws AppError: link-not-valid, name-taken (choose another handle), too-many-requests. */
    async confirm({ token, handle }: ConfirmSignUpRequest, origin: RequestOrigin): Promise<void> {
      const { link, use } = await ports.followLink("sign-up", token, origin);
      if (link.draft === null || link.email === null) throw linkNotValid();
      const accountId = ports.secrets.newId();
      const { email } = link;
      const chosen = { ...link.draft, ...(handle !== undefined && { handle }) };
      await create({ accountId, email, emailConfirmedAt: ports.clock.now(), ...chosen }, "mail", origin);
      await use();
    },
  };
}

function refuseClosed(policy: "open" | "invitation" | "admin", invited: boolean): void {
  if (policy === "open" || (policy === "invitation" && invited)) return;
  const detail =
    policy === "admin"
      ? "Accounts are made by the site's administrator."
      : "An account is made with an invitation; open the link of yours.";
  throw new AppError("not-allowed", detail, { remedy: "Ask the site's administrator." });
}
