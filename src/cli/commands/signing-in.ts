import { hostname } from "node:os";
import type { ApiTokenReceipt, LoginAnswer, Me, SignUpAnswer } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { changeFields, readFields } from "../config-file.ts";
import { type Context, printJson } from "../context.ts";
import { makeSessionClient } from "../session-client.ts";

/** How long a command line stays signed in. */
const TOKEN_DAYS = 90;

/** Signs in with e-mail, password and code, and keeps an API token of its own in the config file. */
export async function logIn(context: Context, configFile: string): Promise<void> {
  const { terminal, api } = context;
  requirePerson(context);
  const session = makeSessionClient(api.settings);
  const email = await terminal.ask("E-mail address:");
  const password = await terminal.askSecret("Password:");
  const { next } = await session.post<LoginAnswer>("/api/v1/auth/login", { email, password });
  if (next === "second-factor") {
    const code = await terminal.ask("Code of your authenticator app, or a recovery code:");
    await session.post("/api/v1/auth/login/second-factor", { code });
  }
  const name = `twinstack on ${hostname()}`.slice(0, 100);
  const wish = { name, scope: "manage", expiresInDays: TOKEN_DAYS };
  const { token, apiToken } = await session.post<ApiTokenReceipt>("/api/v1/me/tokens", wish);
  changeFields(configFile, { url: api.settings.url, token, tokenId: apiToken.id });
  await session.post("/api/v1/auth/logout");
  if (context.json) printJson(context, { url: api.settings.url, apiToken });
  else terminal.out(`Signed in at ${api.settings.url} for ${TOKEN_DAYS} days; the token lies in ${configFile}.`);
  if (api.settings.tokenSource === "TWINSTACK_TOKEN") {
    terminal.err("TWINSTACK_TOKEN is set and goes before the config file; unset it to act as who signed in now.");
  }
}

/** Revokes the token that `login` made, and forgets it. */
export async function logOut(context: Context, configFile: string): Promise<void> {
  const { tokenId } = readFields(configFile);
  if (typeof tokenId !== "string") {
    throw new CliError("not-signed-in", `${configFile} holds no login`, "Nothing has to be done.", EXIT.refused);
  }
  try {
    await context.api.send("DELETE", `/api/v1/me/tokens/${tokenId}`);
  } catch (error) {
    // A token that has ended already is as good as revoked.
    if (!(error instanceof CliError) || !["not-authenticated", "not-found"].includes(error.code)) throw error;
  }
  changeFields(configFile, { token: undefined, tokenId: undefined });
  if (context.json) printJson(context, { revoked: tokenId });
  else context.terminal.out("Signed out; the token is revoked.");
}

export async function whoAmI(context: Context): Promise<void> {
  const me = await context.api.get<Me>("/api/v1/me");
  if (context.json) return printJson(context, me);
  const { settings } = context.api;
  context.terminal.out(
    [
      `${me.handle} (${me.name})${me.siteAdmin ? ", administrator of the site" : ""}`,
      `  e-mail         ${me.email ?? "none"}${me.email !== null && !me.emailConfirmed ? " (not confirmed)" : ""}`,
      `  second factor  ${me.secondFactor ? `on, ${me.recoveryCodesLeft} recovery codes left` : "off"}`,
      `  service        ${settings.url} (from ${settings.urlSource})`,
      `  token          from ${settings.tokenSource}, may ${me.scope}`,
    ].join("\n"),
  );
}

/** Changes the own password, or sets a new one with a reset link. */
export async function changePassword(context: Context, flags: { readonly reset: boolean }): Promise<void> {
  requirePerson(context);
  const { terminal, api } = context;
  if (flags.reset) {
    const token = tokenIn(await terminal.askSecret("Reset link:"));
    const newPassword = await newSecret(context);
    await makeSessionClient(api.settings).post("/api/v1/auth/password/reset", { token, newPassword });
  } else {
    const { hasPassword } = await api.get<Me>("/api/v1/me");
    const oldPassword = hasPassword ? await terminal.askSecret("Present password:") : undefined;
    await api.post("/api/v1/me/password", { oldPassword, newPassword: await newSecret(context) });
  }
  terminal.out("The password is changed, and every session in a browser has ended. API tokens go on working.");
}

/** Asks for an account, with an invitation or without, as the site's policy allows. */
export async function signUp(context: Context, flags: { readonly invited: boolean }): Promise<void> {
  requirePerson(context);
  const { terminal, api } = context;
  const invitation = flags.invited ? tokenIn(await terminal.askSecret("Invitation link:")) : undefined;
  const email = await terminal.ask("E-mail address:");
  const handle = await terminal.ask("Handle (short name, lower case):");
  const name = (await terminal.ask("Your name:")) || handle;
  const password = await newSecret(context);
  const body = { email, handle, name, password, ...(invitation !== undefined && { invitation }) };
  const answer = await makeSessionClient(api.settings).post<SignUpAnswer>("/api/v1/auth/sign-up", body);
  if (context.json) return printJson(context, answer);
  terminal.out(
    answer.next === "log-in"
      ? "Your account is made. Sign in: npx twinstack login"
      : "A letter is on its way; its link makes the account.",
  );
}

async function newSecret({ terminal }: Context): Promise<string> {
  const first = await terminal.askSecret("New password:");
  if (first === (await terminal.askSecret("The same again:"))) return first;
  throw new CliError("typed-differently", "The two are not the same", "Try again; nothing was changed.", EXIT.usage);
}

/** A link carries its token behind `#token=`; the token alone is taken too. Never an argument: others could read it. */
function tokenIn(linkOrToken: string): string {
  return /[#&?]token=([\w-]+)/.exec(linkOrToken)?.[1] ?? linkOrToken.trim().split(/[/#]/).at(-1) ?? "";
}

function requirePerson({ terminal }: Context): void {
  if (terminal.interactive) return;
  const remedy = "Make an API token in a terminal, and set TWINSTACK_TOKEN in scripts.";
  throw new CliError("no-terminal", "This asks for secrets and needs a terminal", remedy, EXIT.usage);
}
