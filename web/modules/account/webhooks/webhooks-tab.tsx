import { Anchor, Badge, Group, List, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { readWebhooks, webhooksKey } from "../../../api/webhooks.ts";
import { QueryView } from "../../../components/query-view.tsx";
import { Section } from "../../../components/section.tsx";
import { ShownOnce } from "../../../components/shown-once.tsx";
import type { AccountTabProps } from "../account-tabs.ts";
import { WebhookForm } from "./webhook-form.tsx";
import { WebhookView } from "./webhook-view.tsx";

/** Addresses that are told of events, or one of them with what was sent there. */
export function WebhooksTab({ detail }: AccountTabProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [secret, setSecret] = useState<string | null>(null);
  const webhooks = useQuery({ queryKey: webhooksKey, queryFn: readWebhooks });
  return (
    <QueryView query={webhooks}>
      {(all) => {
        if (detail !== null) {
          const found = all.find(({ id }) => id === detail);
          return found === undefined ? <Text>{t("account.webhooks.gone")}</Text> : <WebhookView webhook={found} />;
        }
        return (
          <Stack gap="lg">
            <Section title={t("account.tabs.webhooks")} text={t("account.webhooks.text")}>
              {all.length === 0 && <Text>{t("account.webhooks.none")}</Text>}
              <List listStyleType="none" spacing="xs">
                {all.map(({ id, name, url, active }) => (
                  <List.Item key={id}>
                    <Group gap="xs">
                      <Anchor component={Link} href={`/app/account/webhooks/${id}`}>
                        {name}
                      </Anchor>
                      {!active && (
                        <Badge tt="none" color="gray.7">
                          {t("account.webhooks.paused")}
                        </Badge>
                      )}
                    </Group>
                    <Text size="xs" c="dimmed" className="long-text">
                      {url}
                    </Text>
                  </List.Item>
                ))}
              </List>
            </Section>
            <Section title={t("account.webhooks.newTitle")}>
              <WebhookForm
                onMade={(made) => {
                  setSecret(made);
                  void client.invalidateQueries({ queryKey: webhooksKey });
                }}
              />
              {secret !== null && (
                <ShownOnce
                  title={t("account.webhooks.secret")}
                  text={t("account.webhooks.secretText")}
                  secrets={[secret]}
                />
              )}
            </Section>
          </Stack>
        );
      }}
    </QueryView>
  );
}
