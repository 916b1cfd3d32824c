import { Button, Group, NativeSelect, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Me, MeChangeRequest } from "../../../../src/contract/index.ts";
import { changeMe } from "../../../api/account.ts";
import { meKey, readSignInOptions } from "../../../api/session.ts";
import { Facts } from "../../../components/facts.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { Section } from "../../../components/section.tsx";
import { typedIn } from "../../../components/typed-in.ts";
import { LANGUAGES } from "../../../i18n/languages.ts";
import type { AccountTabProps } from "../account-tabs.ts";

/** Who one is here, and where letters go. */
export function ProfileTab({ me }: AccountTabProps) {
  const { t } = useTranslation();
  const options = useQuery({ queryKey: ["sign-in-options"], queryFn: readSignInOptions, staleTime: 300_000 });
  // A service that sends no mail has nobody confirm an address.
  const unconfirmed = me.email !== null && !me.emailConfirmed && options.data?.mail === true;
  return (
    <Stack gap="lg">
      <Section title={t("account.profile.title")}>
        <Facts
          facts={[
            { name: t("session.handle"), value: me.handle },
            { name: t("session.email"), value: me.email ?? t("account.profile.noEmail") },
            ...(unconfirmed
              ? [{ name: t("account.profile.confirmed"), value: t("account.profile.notConfirmed") }]
              : []),
          ]}
        />
        <NameForm me={me} />
      </Section>
      <Section title={t("account.profile.emailTitle")} text={t("account.profile.emailText")}>
        <EmailForm me={me} />
      </Section>
    </Stack>
  );
}

function useChange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: MeChangeRequest) => changeMe(change),
    onSuccess: (changed) => client.setQueryData(meKey, changed),
  });
}

function NameForm({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  const change = useChange();
  return (
    <form onSubmit={(event) => change.mutate(typedIn(event, "name", "locale"))} noValidate>
      <Stack>
        <ProblemAlert error={change.error} />
        <Group align="flex-end">
          <TextInput
            label={t("session.name")}
            autoComplete="name"
            required
            name="name"
            defaultValue={me.name}
            flex="1 1 220px"
            maw={360}
          />
          <NativeSelect
            label={t("account.profile.language")}
            name="locale"
            defaultValue={me.locale}
            data={[
              ...LANGUAGES.map(({ code, name }) => ({ value: code, label: name })),
              ...(LANGUAGES.some(({ code }) => code === me.locale) ? [] : [{ value: me.locale, label: me.locale }]),
            ]}
          />
          <Button type="submit" loading={change.isPending}>
            {t("account.save")}
          </Button>
        </Group>
        {change.isSuccess && <Text role="status">{t("account.saved")}</Text>}
      </Stack>
    </form>
  );
}

function EmailForm({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  const change = useChange();
  const wanted = change.variables?.email;
  return (
    <form
      onSubmit={(event) => {
        const { email, password } = typedIn(event, "email", "password");
        change.mutate({ email: email.trim(), ...(me.hasPassword && { password }) });
      }}
      noValidate
    >
      <Stack maw={360}>
        <ProblemAlert error={change.error} />
        <TextInput label={t("account.profile.newEmail")} type="email" autoComplete="email" required name="email" />
        {me.hasPassword && (
          <PasswordInput label={t("session.password")} autoComplete="current-password" required name="password" />
        )}
        <Group>
          <Button type="submit" loading={change.isPending}>
            {t("account.profile.changeEmail")}
          </Button>
        </Group>
        {change.isSuccess && (
          <Text role="status">
            {t(change.data.email === wanted?.toLowerCase() ? "account.saved" : "account.profile.emailSent")}
          </Text>
        )}
      </Stack>
    </form>
  );
}
