import { Button, Group, PasswordInput, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Me } from "../../../../src/contract/index.ts";
import { changePassword, sessionsKey } from "../../../api/account.ts";
import { meKey } from "../../../api/session.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { Section } from "../../../components/section.tsx";
import { typedIn } from "../../../components/typed-in.ts";

/** Changes the password, or gives a first one to an account that has none. */
export function PasswordForm({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: changePassword,
    async onSuccess() {
      await client.invalidateQueries({ queryKey: meKey });
      await client.invalidateQueries({ queryKey: sessionsKey });
    },
  });
  return (
    <Section
      title={t("session.password")}
      text={t(me.hasPassword ? "account.security.passwordText" : "account.security.passwordNone")}
    >
      <form
        onSubmit={(event) => {
          const form = event.currentTarget;
          const { oldPassword, newPassword } = typedIn(event, "oldPassword", "newPassword");
          save.mutate({ newPassword, ...(me.hasPassword && { oldPassword }) }, { onSuccess: () => form.reset() });
        }}
        noValidate
      >
        <Stack maw={360}>
          <ProblemAlert error={save.error} />
          {/* Lets the browser's store of passwords know whose this is. */}
          <input type="text" name="username" autoComplete="username" hidden readOnly value={me.email ?? me.handle} />
          {me.hasPassword && (
            <PasswordInput
              label={t("account.security.oldPassword")}
              autoComplete="current-password"
              required
              name="oldPassword"
            />
          )}
          <PasswordInput
            label={t("session.newPassword")}
            description={t("session.passwordHint")}
            autoComplete="new-password"
            required
            name="newPassword"
          />
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t("session.savePassword")}
            </Button>
          </Group>
          {save.isSuccess && <Text role="status">{t("account.security.passwordSaved")}</Text>}
        </Stack>
      </form>
    </Section>
  );
}
