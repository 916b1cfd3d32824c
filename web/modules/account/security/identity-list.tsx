import { Button, Group, List, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { beginIdentity, forgetIdentity, identitiesKey, readIdentities } from "../../../api/account.ts";
import { readSignInOptions } from "../../../api/session.ts";
import { ConfirmButton } from "../../../components/confirm-button.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import { Section } from "../../../components/section.tsx";
import { useWhen } from "../../../components/use-when.ts";

/** Who the person is at the site's OpenID issuer; nothing where the site has none and never had. */
export function IdentityList() {
  const { t } = useTranslation();
  const when = useWhen();
  const client = useQueryClient();
  const options = useQuery({ queryKey: ["sign-in-options"], queryFn: readSignInOptions, staleTime: 300_000 });
  const identities = useQuery({ queryKey: identitiesKey, queryFn: readIdentities });
  const openid = options.data?.openid ?? null;
  const link = useMutation({
    mutationFn: () => beginIdentity("/app/account/security"),
    onSuccess: ({ url }) => location.assign(url),
  });
  if (openid === null && (identities.data ?? []).length === 0) return null;
  return (
    <Section title={t("account.security.identitiesTitle")} text={t("account.security.identitiesText")}>
      <QueryView query={identities}>
        {(all) => (
          <Stack>
            {all.length === 0 && <Text>{t("account.security.noIdentity")}</Text>}
            <List listStyleType="none" spacing="xs">
              {all.map(({ id, name, issuer, createdAt }) => (
                <List.Item key={id}>
                  <Group>
                    <div>
                      <Text>{name}</Text>
                      <Text size="xs" c="dimmed">
                        {t("account.security.identityAt", { issuer, when: when(createdAt) })}
                      </Text>
                    </div>
                    <ConfirmButton
                      label={t("account.security.forget")}
                      spoken={t("account.security.forgetOf", { name })}
                      question={t("account.security.forgetAsk")}
                      action={() => forgetIdentity(id)}
                      onDone={() => client.invalidateQueries({ queryKey: identitiesKey })}
                    />
                  </Group>
                </List.Item>
              ))}
            </List>
            <ProblemAlert error={link.error} />
            {openid !== null && (
              <Group>
                <Button variant="default" loading={link.isPending} onClick={() => link.mutate()}>
                  {t("account.security.link", { name: openid.name })}
                </Button>
              </Group>
            )}
          </Stack>
        )}
      </QueryView>
    </Section>
  );
}
