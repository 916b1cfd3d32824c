import * as z from "zod";
import {
  Webhook,
  WebhookChangeRequest,
  WebhookDelivery,
  WebhookReceipt,
  WebhookRequest,
} from "../../src/contract/index.ts";
import type { App } from "../app.ts";
import type { Access, Need } from "../plugins/access.ts";
import { principalOf } from "../plugins/authentication.ts";
import type { Services } from "../services.ts";
import { cutPage, numberIn, pageOf, paging } from "./paging.ts";
import { ById, listOf, Nothing, refusals, withToken } from "./shared.ts";

const tags = ["webhooks"];
const ofAccount = (needs: Need) => ({ access: { who: "account", needs } satisfies Access });
const ofWebhook = (needs: Need) => ({
  access: { who: "object", object: "webhook", param: "id", needs } satisfies Access,
});

/** Webhooks: addresses that are told when something happens to the account's machines. */
export function webhookRoutes(app: App, { webhooks }: Pick<Services, "webhooks">): void {
  app.route({
    method: "GET",
    url: "/webhooks",
    config: ofAccount("view"),
    schema: {
      operationId: "listWebhooks",
      tags,
      summary: "All webhooks of the account",
      ...withToken,
      response: { 200: listOf(Webhook), ...refusals },
    },
    handler: async (request) => ({ items: [...(await webhooks.list(principalOf(request)))] }),
  });

  app.route({
    method: "POST",
    url: "/webhooks",
    config: ofAccount("manage"),
    schema: {
      operationId: "createWebhook",
      tags,
      summary: "Tell an address of events; answers the signing secret once",
      ...withToken,
      body: WebhookRequest,
      response: { 201: WebhookReceipt, ...refusals },
    },
    handler: async (request, reply) => {
      const receipt = await webhooks.create(principalOf(request), request.body);
      return reply.code(201).header("location", `/api/v1/webhooks/${receipt.webhook.id}`).send(receipt);
    },
  });

  app.route({
    method: "GET",
    url: "/webhooks/:id",
    config: ofWebhook("view"),
    schema: {
      operationId: "getWebhook",
      tags,
      summary: "One webhook",
      ...withToken,
      params: ById,
      response: { 200: Webhook, ...refusals },
    },
    handler: (request) => webhooks.find(principalOf(request), request.params.id),
  });

  app.route({
    method: "PATCH",
    url: "/webhooks/:id",
    config: ofWebhook("manage"),
    schema: {
      operationId: "changeWebhook",
      tags,
      summary: "Change a webhook, pause it or let it go on",
      ...withToken,
      params: ById,
      body: WebhookChangeRequest,
      response: { 200: Webhook, ...refusals },
    },
    handler: (request) => webhooks.change(principalOf(request), request.params.id, request.body),
  });

  app.route({
    method: "DELETE",
    url: "/webhooks/:id",
    config: ofWebhook("manage"),
    schema: {
      operationId: "removeWebhook",
      tags,
      summary: "Forget a webhook with its log and what still waits",
      ...withToken,
      params: ById,
      response: { 204: Nothing, ...refusals },
    },
    handler: async (request, reply) => {
      await webhooks.remove(principalOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: "POST",
    url: "/webhooks/:id/secret",
    config: ofWebhook("manage"),
    schema: {
      operationId: "replaceWebhookSecret",
      tags,
      summary: "Make a new signing secret; the old one signs nothing any more",
      ...withToken,
      params: ById,
      response: { 200: WebhookReceipt, ...refusals },
    },
    handler: (request) => webhooks.replaceSecret(principalOf(request), request.params.id),
  });

  deliveryRoutes(app, { webhooks });
}

function deliveryRoutes(app: App, { webhooks }: Pick<Services, "webhooks">): void {
  app.route({
    method: "POST",
    url: "/webhooks/:id/test",
    config: ofWebhook("change"),
    schema: {
      operationId: "testWebhook",
      tags,
      summary: "Send a test event; its delivery tells how it went",
      ...withToken,
      params: ById,
      response: { 202: WebhookDelivery, ...refusals },
    },
    handler: async (request, reply) =>
      reply.code(202).send(await webhooks.test(principalOf(request), request.params.id)),
  });

  app.route({
    method: "GET",
    url: "/webhooks/:id/deliveries",
    config: ofWebhook("view"),
    schema: {
      operationId: "listWebhookDeliveries",
      tags,
      summary: "What was sent and what waits, the latest first",
      ...withToken,
      params: ById,
      querystring: z.strictObject(paging(50, 200)),
      response: { 200: pageOf(WebhookDelivery), ...refusals },
    },
    async handler(request) {
      const { limit, cursor } = request.query;
      const before = numberIn("deliveries", cursor);
      const found = await webhooks.deliveries(principalOf(request), request.params.id, { limit: limit + 1, before });
      return cutPage("deliveries", found, limit, ({ position }) => position);
    },
  });

  app.route({
    method: "POST",
    url: "/webhooks/:id/deliveries/:deliveryId/redeliver",
    config: ofWebhook("change"),
    schema: {
      operationId: "redeliverWebhook",
      tags,
      summary: "Send a message once more, with the same id",
      ...withToken,
      params: ById.extend({ deliveryId: z.uuid() }),
      response: { 202: WebhookDelivery, ...refusals },
    },
    handler: async (request, reply) => {
      const { id, deliveryId } = request.params;
      return reply.code(202).send(await webhooks.redeliver(principalOf(request), id, deliveryId));
    },
  });
}
