import { Anchor, Button, Group, List, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import type { Webhook } from "../../../../src/contract/index.ts";
import {
  changeWebhook,
  deliveriesKey,
  forgetWebhook,
  renewWebhookSecret,
  testWebhook,
  webhooksKey,
} from "../../../api/webhooks.ts";
import { ConfirmButton } from "../../../components/confirm-button.tsx";
import { Facts } from "../../../components/facts.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { Section } from "../../../components/section.tsx";
import { ShownOnce } from "../../../components/shown-once.tsx";
import { DeliveryList } from "./delivery-list.tsx";
import { useEventName } from "./use-event-name.ts";

/** One webhook: pause it, try it, and see what was sent. */
export function WebhookView({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTranslation();
  const eventName = useEventName();
  return (
    <Stack gap="lg">
      <Anchor component={Link} href="/app/account/webhooks" size="sm">
        {t("account.webhooks.back")}
      </Anchor>
      <Section title={webhook.name}>
        <Facts
          facts={[
            { name: t("account.webhooks.url"), value: webhook.url },
            {
              name: t("account.webhooks.events"),
              value: (
                <List size="sm">
                  {webhook.events.map((event) => (
                    <List.Item key={event}>{eventName(event)}</List.Item>
                  ))}
                </List>
              ),
            },
            {
              name: t("account.webhooks.state"),
              value: t(webhook.active ? "account.webhooks.sends" : "account.webhooks.paused"),
            },
          ]}
        />
        {webhook.pausedBecause !== null && <Text role="status">{webhook.pausedBecause}</Text>}
        <WebhookButtons webhook={webhook} />
      </Section>
      <Section title={t("account.webhooks.deliveries")} text={t("account.webhooks.deliveriesText")}>
        <DeliveryList webhookId={webhook.id} />
      </Section>
    </Stack>
  );
}

function WebhookButtons({ webhook: { id, name, active } }: { readonly webhook: Webhook }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [, goTo] = useLocation();
  const refresh = () => client.invalidateQueries({ queryKey: webhooksKey });
  const test = useMutation({
    mutationFn: () => testWebhook(id),
    onSuccess: () => client.invalidateQueries({ queryKey: deliveriesKey(id) }),
  });
  const turn = useMutation({ mutationFn: () => changeWebhook(id, { active: !active }), onSuccess: refresh });
  const renew = useMutation({ mutationFn: () => renewWebhookSecret(id) });
  return (
    <Stack>
      <ProblemAlert error={test.error ?? turn.error ?? renew.error} />
      <Group>
        <Button size="xs" variant="default" loading={test.isPending} onClick={() => test.mutate()}>
          {t("account.webhooks.test")}
        </Button>
        <Button size="xs" variant="default" loading={turn.isPending} onClick={() => turn.mutate()}>
          {t(active ? "account.webhooks.pause" : "account.webhooks.resume")}
        </Button>
        <ConfirmButton
          label={t("account.webhooks.renew")}
          question={t("account.webhooks.renewAsk")}
          action={() => renew.mutateAsync()}
        />
        <ConfirmButton
          label={t("account.webhooks.forget")}
          question={t("account.webhooks.forgetAsk", { name })}
          action={() => forgetWebhook(id)}
          onDone={() => {
            goTo("/app/account/webhooks");
            return refresh();
          }}
        />
      </Group>
      {renew.data !== undefined && (
        <ShownOnce
          title={t("account.webhooks.secret")}
          text={t("account.webhooks.secretText")}
          secrets={[renew.data.secret]}
        />
      )}
    </Stack>
  );
}
