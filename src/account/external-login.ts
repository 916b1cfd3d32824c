import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import { type Attempts, networkFrom } from "./attempts.ts";
import { noteOfStranger } from "./audit-of.ts";
import type { FindExternalPerson } from "./find-external-person.ts";
import { type LoginOutcome, refuseSuspended } from "./log-in.ts";
import type { OpenSessionFor } from "./open-session.ts";
import type {
  AccountSecrets,
  IdentityStore,
  Issuer,
  LoginFlow,
  LoginFlowStore,
  NoteAudit,
  Principal,
  RequestOrigin,
} from "./ports.ts";

export interface ExternalLoginPorts {
  /** Null: no issuer is configured. */
  readonly issuer: Issuer | null;
  readonly flows: LoginFlowStore;
  readonly identities: Pick<IdentityStore, "link">;
  readonly findPerson: FindExternalPerson;
  readonly openSession: OpenSessionFor;
  readonly attempts: Attempts;
  readonly secrets: AccountSecrets;
  readonly noteAudit: NoteAudit;
  readonly clock: Clock;
  /** Where the issuer sends the browser back to. */
  readonly redirectUri: () => string;
}

export interface ExternalWish {
  readonly returnTo: string;
  readonly invitation: string | null;
  /** The signed-in person who wants to be linked; null for a login. */
  readonly userId: string | null;
}

/** Where the browser goes, and the id of the flow that its cookie carries there and back. */
export interface BegunLogin {
  readonly url: string;
  readonly flowId: string;
}

const FLOW_LIFE_MS = 10 * 60_000;

/** Signing in through an OpenID issuer, and linking an account to oneself there. */
export function makeExternalLogin(ports: ExternalLoginPorts) {
  const { flows, secrets, clock, noteAudit } = ports;

  async function linkTo(
    userId: string,
    signedIn: Principal | null,
    flow: LoginFlow,
    url: string,
    origin: RequestOrigin,
  ) {
    // Whoever began must still be signed in: a planted flow would link a stranger's identity to them.
    if (signedIn?.userId !== userId) throw new AppError("not-authenticated", "Sign in again, then link once more.");
    const external = await issuerOf(ports).finish(url, flow);
    if (!(await ports.identities.link(userId, external, clock.now()))) {
      throw new AppError("name-taken", "This identity is linked to an account already.");
    }
    const person = { accountId: userId, name: signedIn.name };
    await noteOfStranger(noteAudit, person, origin, "identity.link", { detail: { issuer: external.issuer } });
  }

  async function logInAs(flow: LoginFlow, url: string, previousId: string | null, origin: RequestOrigin) {
    const external = await issuerOf(ports).finish(url, flow);
    const person = await ports.findPerson(external, flow.invitation, origin);
    refuseSuspended(person);
    const strength = person.secondFactor ? "half-open" : "one-factor";
    const ticket = await ports.openSession(person.accountId, strength, origin, previousId);
    if (strength === "half-open") return { next: "second-factor", ticket } as const;
    await noteOfStranger(noteAudit, person, origin, "session.login", { detail: { issuer: external.issuer } });
    return { next: "done", ticket } as const;
  }

  return {
    /** Throws AppError: not-found (none configured), identity-provider-failed, too-many-requests. */
    async begin(wish: ExternalWish, origin: RequestOrigin): Promise<BegunLogin> {
      const issuer = issuerOf(ports);
      await ports.attempts.allow("login-from-network", networkFrom(origin));
      const { url, ...proof } = await issuer.begin(ports.redirectUri());
      const flowId = secrets.generateToken();
      const expiresAt = new Date(clock.now().getTime() + FLOW_LIFE_MS);
      const returnTo = isOwnPath(wish.returnTo) ? wish.returnTo : "/";
      await flows.keep(secrets.sha256(flowId), { ...proof, ...wish, returnTo, expiresAt });
      return { url, flowId };
    },

    /**
     * Throws AppError: not-authenticated (no such flow), identity-provider-failed, not-allowed (policy, suspended),
     * link-not-valid (invitation), name-taken.
     *
     * @returns where to go, and the new session unless an identity was only linked
     */
    async finish(
      callback: { readonly flowId: string | null; readonly query: string },
      present: { readonly principal: Principal | null; readonly sessionId: string | null },
      origin: RequestOrigin,
    ): Promise<{ readonly returnTo: string; readonly login: LoginOutcome | null }> {
      const { flowId, query } = callback;
      const flow = flowId === null ? null : await flows.take(secrets.sha256(flowId), clock.now());
      if (flow === null) throw new AppError("not-authenticated", "This login was not begun here, or took too long.");
      const url = `${ports.redirectUri()}?${query}`;
      if (flow.userId !== null) {
        await linkTo(flow.userId, present.principal, flow, url, origin);
        return { returnTo: flow.returnTo, login: null };
      }
      return { returnTo: flow.returnTo, login: await logInAs(flow, url, present.sessionId, origin) };
    },
  };
}

function issuerOf({ issuer }: Pick<ExternalLoginPorts, "issuer">): Issuer {
  if (issuer === null) throw new AppError("not-found", "No OpenID issuer is configured here.");
  return issuer;
}

/** A path of our own, and nothing that a browser reads as another site's. */
function isOwnPath(path: string): boolean {
  return /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(path);
}
