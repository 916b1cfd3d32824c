import { Button, Group, List, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { MemberRole } from "../../../../src/contract/index.ts";
import {
  type InvitationWish,
  invitationsKey,
  invite,
  readInvitations,
  withdrawInvitation,
} from "../../../api/organisations.ts";
import { ConfirmButton } from "../../../components/confirm-button.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import { ShownOnce } from "../../../components/shown-once.tsx";
import { typedIn } from "../../../components/typed-in.ts";
import { useWhen } from "../../../components/use-when.ts";

const ROLES: readonly MemberRole[] = ["viewer", "member", "owner"];
const DAYS = 7;

/** Links that let people into an organisation: made here, shown once, withdrawn while nobody used them. */
export function InvitationList({ organisationId }: { readonly organisationId: string }) {
  const { t } = useTranslation();
  const when = useWhen();
  const client = useQueryClient();
  const invitations = useQuery({
    queryKey: invitationsKey(organisationId),
    queryFn: () => readInvitations(organisationId),
  });
  const refresh = () => client.invalidateQueries({ queryKey: invitationsKey(organisationId) });
  const make = useMutation({ mutationFn: (wish: InvitationWish) => invite(organisationId, wish), onSuccess: refresh });
  return (
    <Stack>
      <form
        onSubmit={(event) => {
          const { role, email } = typedIn(event, "role", "email");
          const wish = { role: role as MemberRole, expiresInDays: DAYS };
          make.mutate({ ...wish, ...(email.trim() !== "" && { email: email.trim() }) });
        }}
        noValidate
      >
        <Stack>
          <ProblemAlert error={make.error} />
          <Group align="flex-end">
            <NativeSelect
              label={t("account.organisations.role")}
              name="role"
              defaultValue="member"
              data={ROLES.map((role) => ({ value: role, label: t(`account.organisations.roles.${role}`) }))}
            />
            <TextInput
              label={t("account.organisations.email")}
              description={t("account.organisations.emailHint")}
              type="email"
              name="email"
              autoComplete="off"
              flex="1 1 240px"
              maw={360}
            />
            <Button type="submit" loading={make.isPending}>
              {t("account.organisations.invite")}
            </Button>
          </Group>
        </Stack>
      </form>
      {make.data !== undefined && (
        <ShownOnce
          title={t("account.organisations.linkTitle")}
          text={t(make.data.mailed ? "account.organisations.linkMailed" : "account.organisations.linkText")}
          secrets={[make.data.link]}
        />
      )}
      <QueryView query={invitations}>
        {(all) => (
          <List listStyleType="none" spacing="xs" aria-label={t("account.organisations.invitations")}>
            {all.map(({ id, role, email, createdBy, expiresAt }) => (
              <List.Item key={id}>
                <Group>
                  <div>
                    <Text size="sm">
                      {email ?? t("account.organisations.anybody")}
                      {role !== null && ` · ${t(`account.organisations.roles.${role}`)}`}
                    </Text>
                    <Text size="xs" c="dimmed">
                      {t("account.organisations.invitedBy", { name: createdBy, until: when(expiresAt) })}
                    </Text>
                  </div>
                  <ConfirmButton
                    label={t("account.organisations.withdraw")}
                    spoken={t("account.organisations.withdrawOf", {
                      name: email ?? t("account.organisations.anybody"),
                    })}
                    question={t("account.organisations.withdrawAsk")}
                    action={() => withdrawInvitation(organisationId, id)}
                    onDone={refresh}
                  />
                </Group>
              </List.Item>
            ))}
          </List>
        )}
      </QueryView>
    </Stack>
  );
}
