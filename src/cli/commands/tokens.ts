import type { ApiToken, ApiTokenReceipt, Organisation } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, type Items, printJson, printTable } from "../context.ts";
import { plainTime } from "../table.ts";

export interface TokenFlags {
  readonly scope: string;
  readonly days: string;
  readonly org?: string;
}

/** Prints the new token alone, so that it can be piped into a secret store. */
export async function createToken(context: Context, name: string, flags: TokenFlags): Promise<void> {
  const receipt = await context.api.post<ApiTokenReceipt>("/api/v1/me/tokens", {
    name,
    scope: flags.scope,
    expiresInDays: Number(flags.days),
    ...(flags.org !== undefined && { organisationId: flags.org }),
  });
  if (context.json) return printJson(context, receipt);
  context.terminal.out(receipt.token);
  context.terminal.err(
    `The token may ${receipt.apiToken.scope} until ${timeOf(receipt.apiToken.expiresAt)} and is not shown again.`,
  );
}

export async function listTokens(context: Context): Promise<void> {
  const { items } = await context.api.get<Items<ApiToken>>("/api/v1/me/tokens");
  if (context.json) return printJson(context, { items });
  const { items: organisations } = await context.api.get<Items<Organisation>>("/api/v1/organisations");
  const handleOf = (id: string | null) => organisations.find((one) => one.id === id)?.handle ?? id ?? "all of yours";
  printTable(
    context,
    ["TOKEN", "MAY", "ACTS FOR", "LAST USED", "ENDS", "ID"],
    items.map((token) => [
      token.name,
      token.scope,
      handleOf(token.organisationId),
      timeOf(token.lastUsedAt),
      timeOf(token.expiresAt),
      token.id,
    ]),
  );
}

export async function revokeToken(
  context: Context,
  nameOrId: string | undefined,
  flags: { readonly all: boolean },
): Promise<void> {
  if (flags.all) return revokeAll(context);
  if (nameOrId === undefined) {
    throw new CliError("usage", "Say which token", "Name it, or say --all", EXIT.usage);
  }
  const { items } = await context.api.get<Items<ApiToken>>("/api/v1/me/tokens");
  const found = items.filter(({ name, id }) => name === nameOrId || id === nameOrId);
  const [token] = found;
  if (token === undefined || found.length > 1) {
    throw new CliError(
      "not-found",
      token === undefined ? `You have no API token "${nameOrId}"` : `${found.length} of your tokens are "${nameOrId}"`,
      "Name it by its id: npx twinstack token list",
      EXIT.refused,
    );
  }
  await context.api.send("DELETE", `/api/v1/me/tokens/${token.id}`);
  if (context.json) printJson(context, { revoked: token.id });
  else context.terminal.out(`${token.name} is revoked`);
}

async function revokeAll(context: Context): Promise<void> {
  const answer = await context.api.send<{ revoked: number }>("DELETE", "/api/v1/me/tokens");
  if (context.json) printJson(context, answer);
  else context.terminal.out(`${answer.revoked} tokens are revoked, the one in use included`);
}

function timeOf(at: string | null): string {
  return at === null ? "never" : plainTime(at);
}
