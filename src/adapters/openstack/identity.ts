import type { OpenstackCredentials, OpenstackRegistration } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { HttpClient } from "../http/http-client.ts";
import { readAs, readJson } from "../http/read-json.ts";
import { type CatalogEntry, TokenAnswer } from "./answers.ts";
import { openstackRefusal } from "./refusal.ts";

export interface Session {
  readonly token: string;
  readonly expiresAt: Date;
  /** Empty where the identity service does not say it. */
  readonly userId: string;
  readonly project: { readonly id: string; readonly name: string } | null;
  readonly catalog: readonly CatalogEntry[];
  readonly roles: readonly string[];
  readonly answeredAt: string | undefined;
}

export interface Identity {
  /** The cached session, or a new one when there is none or it ends within a minute. */
  session(signal?: AbortSignal): Promise<Session>;
  /** Drops a token that the cloud refused; a newer one stays. */
  forget(refused: Session): void;
}

type PasswordCredentials = Extract<OpenstackCredentials, { type: "password" }>;

const RENEW_BEFORE_MS = 60_000;

/** Logs in once and shares the token and the catalog; concurrent callers wait for the same login. */
export function makeIdentity(http: HttpClient, registration: OpenstackRegistration, clock: Clock): Identity {
  let current: Session | null = null;
  let pending: Promise<Session> | null = null;

  return {
    async session(signal) {
      if (current !== null && current.expiresAt.getTime() - clock.now().getTime() > RENEW_BEFORE_MS) return current;
      pending ??= logIn(http, registration, signal).finally(() => {
        pending = null;
      });
      current = await pending;
      return current;
    },
    forget(refused) {
      if (current?.token === refused.token) current = null;
    },
  };
}

/** `scoped: false` asks for a token without a project: it tells a wrong password from a wrong project. */
export async function logIn(
  http: HttpClient,
  registration: OpenstackRegistration,
  signal?: AbortSignal,
  scoped = true,
): Promise<Session> {
  const request = { authUrl: registration.authUrl, body: loginBody(registration, scoped) };
  return askForToken(http, { ...request, refused: () => refusedLogin(registration) }, signal);
}

export interface TokenRequest {
  readonly authUrl: string;
  /** What Keystone takes as `auth`, in its envelope. */
  readonly body: unknown;
  readonly refused: () => AppError;
}

export async function askForToken(
  http: HttpClient,
  { authUrl, body, refused }: TokenRequest,
  signal?: AbortSignal,
): Promise<Session> {
  const what = "Log-in at the identity service";
  const answer = await http.send({
    method: "POST",
    url: `${identityUrl(authUrl)}/auth/tokens`,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal,
    what,
  });
  if (answer.status === 401) throw refused();
  if (answer.status !== 201 && answer.status !== 200) throw openstackRefusal(answer, what, http.redact);
  const { token } = readAs(TokenAnswer, readJson(answer, what), what);
  const secret = answer.headers["x-subject-token"];
  if (secret === undefined || secret === "") {
    throw new AppError("cloud-refused", `${what}: the answer carries no token; is it really Keystone?`);
  }
  return {
    token: secret,
    expiresAt: new Date(token.expires_at),
    userId: token.user?.id ?? "",
    project: token.project ?? null,
    catalog: token.catalog ?? [],
    roles: (token.roles ?? []).map(({ name }) => name),
    answeredAt: answer.headers["date"],
  };
}

/** People paste the address with and without `/v3`; a left-over `/v2.0` is replaced. */
export function identityUrl(authUrl: string): string {
  const base = authUrl.replace(/\/+$/, "");
  if (base.endsWith("/v3")) return base;
  return `${base.replace(/\/v2\.0$/, "")}/v3`;
}

function loginBody({ credentials }: OpenstackRegistration, scoped: boolean): unknown {
  if (credentials.type === "application-credential") {
    // An application credential belongs to one project: Keystone refuses a scope beside it.
    const { id, name, secret } = credentials;
    const which = id === undefined ? { name, user: userOf(credentials) } : { id };
    return {
      auth: { identity: { methods: ["application_credential"], application_credential: { ...which, secret } } },
    };
  }
  const user = { ...userOf(credentials), password: credentials.password };
  const scope = scoped ? { project: projectOf(credentials) } : "unscoped";
  return { auth: { identity: { methods: ["password"], password: { user } }, scope } };
}

function userOf({ username, userId, userDomainName = "Default", userDomainId }: OpenstackCredentials): object {
  if (userId !== undefined) return { id: userId };
  return { name: username, domain: userDomainId === undefined ? { name: userDomainName } : { id: userDomainId } };
}

function projectOf(credentials: PasswordCredentials): object {
  const { projectName, projectId, projectDomainName, projectDomainId } = credentials;
  if (projectId !== undefined) return { id: projectId };
  const domain = projectDomainId === undefined ? { name: projectDomainName } : { id: projectDomainId };
  return { name: projectName, domain };
}

function refusedLogin({ credentials }: OpenstackRegistration): AppError {
  if (credentials.type === "application-credential") {
    return new AppError("cloud-credentials", "OpenStack does not accept the application credential.", {
      remedy: "Check its id and secret, and that it has not expired or been deleted with its user.",
    });
  }
  const { userDomainName, userDomainId } = credentials;
  const username = credentials.username ?? credentials.userId;
  const projectName = credentials.projectName ?? credentials.projectId;
  return new AppError(
    "cloud-credentials",
    `OpenStack does not accept the password of ${username} (domain ${userDomainId ?? userDomainName}) for project ${projectName}.`,
    {
      username,
      projectName,
      remedy: "Check user name, password, both domains, and that the user has a role in the project.",
    },
  );
}
