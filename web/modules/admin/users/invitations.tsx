import { Alert, Button, Card, Group, List, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { invitationsKey, invite, readInvitations, withdrawInvitation } from "../../../api/admin.ts";
import { CopyText } from "../../../components/copy-text.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { typedIn } from "../../../components/typed-in.ts";

/** Links with which one person each can sign up, and those that still work. */
export function Invitations() {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const invitations = useQuery({ queryKey: invitationsKey, queryFn: readInvitations });
  const onSuccess = () => client.invalidateQueries({ queryKey: invitationsKey });
  const make = useMutation({ mutationFn: invite, onSuccess });
  const withdraw = useMutation({ mutationFn: withdrawInvitation, onSuccess });
  const submit = (event: FormEvent<HTMLFormElement>) => make.mutate(typedIn(event, "email").email.trim());
  return (
    <Card withBorder component="section" aria-label={t("admin.users.inviteTitle")}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Title order={2} size="h4">
            {t("admin.users.inviteTitle")}
          </Title>
          <Text size="sm">{t("admin.users.inviteText")}</Text>
          <Group align="flex-end">
            <TextInput name="email" type="email" label={t("admin.users.inviteEmail")} autoComplete="off" />
            <Button type="submit" variant="default" loading={make.isPending}>
              {t("admin.users.invite")}
            </Button>
          </Group>
          <ProblemAlert error={make.error ?? withdraw.error ?? invitations.error} />
          {make.data !== undefined && (
            <Alert color="blue" variant="outline" role="status" title={t("admin.users.inviteLink")}>
              <CopyText text={make.data.link} label={t("admin.users.inviteLink")} />
              {make.data.mailed && <Text size="sm">{t("admin.users.inviteMailed")}</Text>}
            </Alert>
          )}
          {invitations.data !== undefined && invitations.data.length > 0 && (
            <List size="sm">
              {invitations.data.map(({ id, email, expiresAt }) => {
                const name = email ?? t("admin.users.inviteAnyone");
                return (
                  <List.Item key={id}>
                    <Group gap="xs">
                      {t("admin.users.inviteOpen", {
                        name,
                        until: new Date(expiresAt).toLocaleString(i18n.language),
                      })}
                      <Button
                        size="compact-xs"
                        variant="default"
                        aria-label={t("admin.users.withdrawOf", { name })}
                        onClick={() => withdraw.mutate(id)}
                      >
                        {t("admin.users.withdraw")}
                      </Button>
                    </Group>
                  </List.Item>
                );
              })}
            </List>
          )}
        </Stack>
      </form>
    </Card>
  );
}
