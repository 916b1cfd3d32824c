import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import { noteOfStranger } from "./audit-of.ts";
import type { ConsumeInvitation } from "./consume-invitation.ts";
import { linkNotValid } from "./consume-invitation.ts";
import type {
  AccountSecrets,
  ExternalPerson,
  IdentityStore,
  Issuer,
  NewPerson,
  NoteAudit,
  Person,
  PersonStore,
  RequestOrigin,
} from "./ports.ts";
import { personOf } from "./prove-password.ts";
import type { SettingsOfSite } from "./site-settings.ts";

export interface FindExternalPersonPorts {
  readonly issuer: Pick<Issuer, "trusted"> | null;
  readonly people: Pick<PersonStore, "find" | "findByEmail" | "create">;
  readonly identities: Pick<IdentityStore, "find" | "link">;
  readonly settings: Pick<SettingsOfSite, "read">;
  readonly consumeInvitation: ConsumeInvitation;
  readonly secrets: AccountSecrets;
  readonly noteAudit: NoteAudit;
  readonly clock: Clock;
}

export type FindExternalPerson = (
  external: ExternalPerson,
  invitation: string | null,
  origin: RequestOrigin,
) => Promise<Person>;

const HANDLE_TRIES = 5;

/**
 * The person behind an identity: linked before, linked now by a confirmed address that a trusted issuer has verified, or
 * new when the sign-up policy allows it. An address that is only claimed, here or there, links nothing: whoever signed
 * up first with somebody else's address would otherwise share their account.
 */
export function makeFindExternalPerson(ports: FindExternalPersonPorts): FindExternalPerson {
  const { people, identities, noteAudit, clock } = ports;

  async function linkByEmail(external: ExternalPerson, origin: RequestOrigin): Promise<Person | null> {
    if (ports.issuer?.trusted !== true || !external.emailVerified || external.email === null) return null;
    const person = await people.findByEmail(external.email);
    if (person === null || person.emailConfirmedAt === null) return null;
    await identities.link(person.accountId, external, clock.now());
    await noteOfStranger(noteAudit, person, origin, "identity.link", { detail: { issuer: external.issuer } });
    return person;
  }

  async function create(external: ExternalPerson, origin: RequestOrigin): Promise<string> {
    const accountId = ports.secrets.newId();
    // An unverified address is left out: it may be somebody else's.
    const email = external.emailVerified ? external.email : null;
    for (let round = 0; round < HANDLE_TRIES; round += 1) {
      const handle = handleFor(external, round === 0 ? "" : ports.secrets.newId().slice(0, 4));
      const person = newPerson(external, { accountId, handle, email, now: clock.now() });
      const taken = await people.create(person);
      if (taken === "handle") continue;
      if (taken === "email") {
        throw new AppError("not-allowed", "There is an account with your address; sign in to it, then link it.");
      }
      await identities.link(accountId, external, clock.now());
      await noteOfStranger(noteAudit, person, origin, "account.sign-up", { detail: { how: external.issuer } });
      return accountId;
    }
    throw new AppError("name-taken", "No free handle was found; ask the site's administrator for an account.");
  }

  return async (external, invitation, origin) => {
    const linked = await identities.find(external.issuer, external.subject);
    if (linked !== null) return personOf(people, linked);
    const byEmail = await linkByEmail(external, origin);
    if (byEmail !== null) return byEmail;
    const { signUp } = await ports.settings.read();
    if (signUp === "open" && invitation === null) return personOf(people, await create(external, origin));
    if (signUp === "admin" || invitation === null) {
      throw new AppError("not-allowed", "Nobody here is linked to this identity.", {
        remedy: "Sign in another way and link it in your profile, or ask the site's administrator.",
      });
    }
    const accountId = await ports.consumeInvitation(ports.secrets.sha256(invitation), (invited) => {
      const email = external.emailVerified ? external.email : null;
      if (invited.email !== null && invited.email.toLowerCase() !== email) throw linkNotValid();
      return create(external, origin);
    });
    return personOf(people, accountId);
  };
}

function newPerson(
  external: ExternalPerson,
  { accountId, handle, email, now }: { accountId: string; handle: string; email: string | null; now: Date },
): NewPerson {
  const name = (external.name ?? external.handle ?? handle).replace(/\p{Cc}/gu, "").slice(0, 100) || handle;
  const emailConfirmedAt = email === null ? null : now;
  return { accountId, handle, name, email, emailConfirmedAt, passwordHash: null, locale: "en" };
}

function handleFor({ handle, email }: ExternalPerson, suffix: string): string {
  const wish = handle ?? email?.split("@")[0] ?? "user";
  const stem =
    wish
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 30)
      .replace(/-+$/, "") || "user";
  return suffix === "" ? stem : `${stem}-${suffix}`;
}
