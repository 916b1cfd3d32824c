import { Anchor, Button, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { askForReset, readSignInOptions } from "../../api/session.ts";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { typedIn } from "../../components/typed-in.ts";
import { FrontPage } from "./front-page.tsx";

export function ForgottenPage() {
  const { t } = useTranslation();
  const options = useQuery({ queryKey: ["sign-in-options"], queryFn: readSignInOptions, staleTime: 300_000 });
  return (
    <FrontPage title={t("session.forgottenTitle")}>
      <QueryView query={options}>
        {({ mail }) => (mail ? <AskForm /> : <Text>{t("session.forgottenNoMail")}</Text>)}
      </QueryView>
      <Anchor component={Link} href="/app/sign-in">
        {t("session.signIn")}
      </Anchor>
    </FrontPage>
  );
}

function AskForm() {
  const { t } = useTranslation();
  const ask = useMutation({ mutationFn: askForReset });
  if (ask.isSuccess) return <Text role="status">{t("session.forgottenSent")}</Text>;
  return (
    <form onSubmit={(event) => ask.mutate(typedIn(event, "email").email)} noValidate>
      <Stack>
        <Text>{t("session.forgottenText")}</Text>
        <ProblemAlert error={ask.error} />
        <TextInput label={t("session.email")} type="email" autoComplete="username" required name="email" />
        <Button type="submit" loading={ask.isPending}>
          {t("session.sendLink")}
        </Button>
      </Stack>
    </form>
  );
}
