import type { Command } from "commander";
import type { Webhook, WebhookDelivery, WebhookReceipt } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, type Items, printJson, printTable } from "../context.ts";
import { plainLine, plainTime } from "../table.ts";

const PATH = "/api/v1/webhooks";

/** `twinstack webhooks …`: addresses that are told when something happens. */
export function registerWebhooks(program: Command, context: () => Context): void {
  const webhooks = program.command("webhooks").description("addresses that are told when something happens");
  webhooks
    .command("list", { isDefault: true })
    .description("all webhooks of the account")
    .action(() => listWebhooks(context()));
  webhooks
    .command("create <name> <address>")
    .description("tell an address of events; prints the signing secret once")
    .option("--events <events>", "separated by commas", "run.planned,run.applied,run.errored")
    .action((name: string, url: string, flags: { events: string }) =>
      createWebhook(context(), name, url, flags.events),
    );
  webhooks
    .command("test <name>")
    .description("send a test event")
    .action((name: string) => testWebhook(context(), name));
  webhooks
    .command("deliveries <name>")
    .description("what was sent lately, and how it went")
    .action((name: string) => listDeliveries(context(), name));
  for (const [word, active] of [["pause", false] as const, ["resume", true] as const]) {
    webhooks
      .command(`${word} <name>`)
      .description(active ? "send again what waits and what comes" : "send nothing until it is resumed")
      .action((name: string) => setActive(context(), name, active));
  }
  webhooks
    .command("remove <name>")
    .description("forget a webhook and what still waits")
    .action((name: string) => removeWebhook(context(), name));
}

async function listWebhooks(context: Context): Promise<void> {
  const { items } = await context.api.get<Items<Webhook>>(PATH);
  if (context.json) return printJson(context, { items });
  if (items.length === 0) return context.terminal.out("There is no webhook. Make one: npx twinstack webhooks create");
  printTable(
    context,
    ["WEBHOOK", "STATUS", "EVENTS", "ADDRESS"],
    items.map(({ name, active, pausedBecause, events, url }) => [
      name,
      active ? "active" : `paused${pausedBecause === null ? "" : `: ${plainLine(pausedBecause)}`}`,
      events.join(" "),
      url,
    ]),
  );
}

async function createWebhook(context: Context, name: string, url: string, events: string): Promise<void> {
  const wanted = events.split(",").map((event) => event.trim());
  const receipt = await context.api.post<WebhookReceipt>(PATH, { name, url, events: wanted });
  if (context.json) return printJson(context, receipt);
  context.terminal.out(`${receipt.webhook.name} is told of ${receipt.webhook.events.join(", ")}.`);
  context.terminal.out(`Its signing secret, shown only now: ${receipt.secret}`);
}

async function testWebhook(context: Context, name: string): Promise<void> {
  const { id } = await findWebhook(context, name);
  const queued = await context.api.post<WebhookDelivery>(`${PATH}/${id}/test`, {});
  if (context.json) return printJson(context, queued);
  context.terminal.out(`A test is on its way. See how it went: npx twinstack webhooks deliveries ${name}`);
}

async function listDeliveries(context: Context, name: string): Promise<void> {
  const { id } = await findWebhook(context, name);
  const page = await context.api.get<Items<WebhookDelivery>>(`${PATH}/${id}/deliveries`);
  if (context.json) return printJson(context, page);
  if (page.items.length === 0) return context.terminal.out("Nothing was sent yet.");
  printTable(
    context,
    ["WHEN", "EVENT", "STATUS", "TRIES", "OUTCOME"],
    page.items.map((delivery) => [
      plainTime(delivery.createdAt),
      delivery.event,
      delivery.status,
      String(delivery.attempts),
      plainLine(delivery.failure ?? (delivery.responseStatus === null ? "-" : String(delivery.responseStatus))),
    ]),
  );
}

async function setActive(context: Context, name: string, active: boolean): Promise<void> {
  const { id } = await findWebhook(context, name);
  const changed = await context.api.send<Webhook>("PATCH", `${PATH}/${id}`, { active });
  if (context.json) return printJson(context, changed);
  context.terminal.out(`${changed.name} is ${active ? "active" : "paused"}`);
}

async function removeWebhook(context: Context, name: string): Promise<void> {
  const { id } = await findWebhook(context, name);
  await context.api.send("DELETE", `${PATH}/${id}`);
  if (context.json) printJson(context, { removed: id });
  else context.terminal.out(`${name} is removed`);
}

async function findWebhook(context: Context, nameOrId: string): Promise<Webhook> {
  const { items } = await context.api.get<Items<Webhook>>(PATH);
  const found = items.find(({ name, id }) => name === nameOrId || id === nameOrId);
  if (found !== undefined) return found;
  const known = items.map(({ name }) => name).join(", ") || "none";
  throw new CliError("not-found", `There is no webhook "${nameOrId}"`, `You have: ${known}`, EXIT.refused);
}
