import * as z from "zod";
import type { OpenstackCredentials, OpenstackRegistration } from "../../../contract/index.ts";
import { AppError } from "../../../kernel/app-error.ts";
import type { TenantTarget } from "../../../tenant/ports.ts";
import { makeHttpClient } from "../../http/http-client.ts";
import { pause } from "../../http/pause.ts";
import { askForToken, type Identity, type Session } from "../identity.ts";
import { makeOpenstackApi, type OpenstackApi } from "../openstack-api.ts";
import { lookAtTenant } from "./look-at-tenant.ts";

const Credential = z.object({ id: z.string(), name: z.string() });
const Made = z.object({ application_credential: z.object({ id: z.string(), secret: z.string() }) });
/** Of the application credential; there is one at a time. */
const NAME = "twinstack";
const NEXT_SECOND_MS = 1_100;

interface Granting {
  readonly api: OpenstackApi;
  readonly registration: OpenstackRegistration;
  /** Nobody keeps it: it is good for this one log-in. */
  readonly password: string;
}

/** Only a user can make application credentials, so the tenant's user is logged in for a moment. */
export async function grantCredential(
  { api, registration, password }: Granting,
  target: TenantTarget,
  signal?: AbortSignal,
): Promise<OpenstackCredentials> {
  const { parts } = await lookAtTenant(api, target, signal);
  const [user, project] = [idOf(parts, "user"), idOf(parts, "project")];
  await api.change(
    { method: "PATCH", service: "identity", path: `/users/${user}`, body: { user: { password } } },
    signal,
  );
  const http = makeHttpClient({ caCertificate: registration.caCertificate, secrets: [password] });
  const body = {
    auth: {
      identity: { methods: ["password"], password: { user: { id: user, password } } },
      scope: { project: { id: project } },
    },
  };
  const refused = () => new AppError("cloud-refused", `OpenStack does not let the new user ${target.name} log in.`);
  const identity = signedIn(() => askForToken(http, { authUrl: registration.authUrl, body, refused }, signal), signal);
  return renew(makeOpenstackApi(http, identity, registration), user, target, signal);
}

async function renew(own: OpenstackApi, user: string, target: TenantTarget, signal?: AbortSignal) {
  const path = `/users/${user}/application_credentials`;
  const earlier = await own.list("identity", path, "application_credentials", Credential, signal);
  for (const { id } of earlier.filter(({ name }) => name === NAME)) {
    await own.change({ method: "DELETE", service: "identity", path: `${path}/${id}`, expected: [404] }, signal);
  }
  const body = { application_credential: { name: NAME, description: target.mark, unrestricted: false } };
  const made = await own.ask({ method: "POST", service: "identity", path, body }, Made, signal);
  const { id, secret } = made.application_credential;
  return { type: "application-credential" as const, id, secret };
}

/**
 * Keystone dates tokens by the second: one that is given in the second in which the password was set counts as older than
 * that and is refused. Another one is asked for in the next second.
 */
function signedIn(logIn: () => Promise<Session>, signal: AbortSignal | undefined): Identity {
  let session: Session | null = null;
  let refused = false;
  return {
    async session() {
      if (session === null && refused) await pause(NEXT_SECOND_MS, signal);
      session ??= await logIn();
      return session;
    },
    forget() {
      session = null;
      refused = true;
    },
  };
}

function idOf(parts: readonly { readonly kind: string; readonly id: string }[], kind: "user" | "project"): string {
  const found = parts.find((part) => part.kind === kind);
  if (found !== undefined) return found.id;
  throw new AppError("cloud-refused", `The ${kind} of the tenant is gone; ask for the tenant again.`);
}
