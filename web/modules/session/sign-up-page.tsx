import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import type { SignUpRequest } from "../../../src/contract/index.ts";
import { logIn, meKey, readSignInOptions, signUp } from "../../api/session.ts";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { typedIn } from "../../components/typed-in.ts";
import { FrontPage } from "./front-page.tsx";
import { tokenOf } from "./token-of.ts";

export interface SignUpPageProps {
  /** Left out: whoever has an account goes to the page for signing in. */
  readonly onHasAccount?: () => void;
}

/** By the site's policy: open to all, or with the invitation that stands behind the address's `#`. */
export function SignUpPage({ onHasAccount }: SignUpPageProps) {
  const { t } = useTranslation();
  const [invitation] = useState(() => tokenOf(location.hash));
  const options = useQuery({ queryKey: ["sign-in-options"], queryFn: readSignInOptions, staleTime: 300_000 });
  return (
    <FrontPage title={t("session.signUp")}>
      <QueryView query={options}>
        {({ signUp: policy }) => {
          if (policy === "open" || (policy === "invitation" && invitation !== null))
            return <SignUpForm invitation={invitation} />;
          return <Text>{t(policy === "admin" ? "session.signUpClosed" : "session.signUpInvited")}</Text>;
        }}
      </QueryView>
      <Text size="sm">
        {t("session.haveAccount")}{" "}
        {onHasAccount === undefined ? (
          <Anchor component={Link} href="/app/sign-in">
            {t("session.signIn")}
          </Anchor>
        ) : (
          <Anchor component="button" type="button" onClick={onHasAccount}>
            {t("session.signIn")}
          </Anchor>
        )}
      </Text>
    </FrontPage>
  );
}

type Fields = Pick<SignUpRequest, "email" | "handle" | "name" | "password">;

function SignUpForm({ invitation }: { readonly invitation: string | null }) {
  const { t, i18n } = useTranslation();
  const [, goTo] = useLocation();
  const client = useQueryClient();
  const ask = useMutation({
    async mutationFn(fields: Fields) {
      const answer = await signUp({ ...fields, locale: i18n.language, ...(invitation !== null && { invitation }) });
      if (answer.next === "log-in") {
        await logIn({ email: fields.email, password: fields.password });
        // Who came with an invitation was found to be nobody a moment ago.
        client.removeQueries({ queryKey: meKey });
        goTo("/app/machines", { replace: true });
      }
      return answer;
    },
  });
  if (ask.data?.next === "open-mail") return <Text role="status">{t("session.signUpMail")}</Text>;
  return (
    <form onSubmit={(event) => ask.mutate(typedIn(event, "email", "handle", "name", "password"))} noValidate>
      <Stack>
        <ProblemAlert error={ask.error} />
        <TextInput label={t("session.email")} type="email" autoComplete="username" required name="email" />
        <TextInput label={t("session.name")} autoComplete="name" required name="name" />
        <TextInput label={t("session.handle")} description={t("session.handleHint")} required name="handle" />
        <PasswordInput
          label={t("session.password")}
          description={t("session.passwordHint")}
          autoComplete="new-password"
          required
          name="password"
        />
        <Button type="submit" loading={ask.isPending}>
          {t("session.signUp")}
        </Button>
      </Stack>
    </form>
  );
}
