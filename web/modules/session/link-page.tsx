import { Anchor, Button, PasswordInput, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect, useLocation } from "wouter";
import { confirmEmail, confirmSignUp, followSignInLink, resetPassword } from "../../api/session.ts";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { typedIn } from "../../components/typed-in.ts";
import { FrontPage } from "./front-page.tsx";
import { CodeForm } from "./login-form.tsx";
import { tokenOf } from "./token-of.ts";

/** Where the links of letters lead. The token is taken out of the address at once: nobody copies it from there. */
export function LinkPage({ params }: { readonly params: { readonly page: string } }) {
  const { t } = useTranslation();
  const [token] = useState(() => {
    const found = tokenOf(location.hash);
    history.replaceState(null, "", location.pathname);
    return found;
  });
  if (params.page === "second-factor") return <SecondFactorPage />;
  if (token === null) {
    return (
      <FrontPage title={t("session.linkMissing")}>
        <Text>{t("session.linkMissingText")}</Text>
        <ToSignIn />
      </FrontPage>
    );
  }
  if (params.page === "reset-password") return <NewPassword token={token} />;
  if (params.page === "sign-up") return <Follow token={token} follow={confirmSignUp} done={t("session.accountMade")} />;
  if (params.page === "confirm-email")
    return <Follow token={token} follow={confirmEmail} done={t("session.confirmed")} />;
  if (params.page === "sign-in") return <SignInByLink token={token} />;
  return <Redirect to="/app/sign-in" replace />;
}

/** Whoever proved who they are at an OpenID issuer is sent here when their account also asks for a code. */
function SecondFactorPage() {
  const { t } = useTranslation();
  const [, goTo] = useLocation();
  return (
    <FrontPage title={t("session.signIn")}>
      <CodeForm onDone={() => goTo("/app/machines", { replace: true })} />
      <ToSignIn />
    </FrontPage>
  );
}

function ToSignIn() {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} href="/app/sign-in">
      {t("session.signIn")}
    </Anchor>
  );
}

function Follow(props: {
  readonly token: string;
  readonly follow: (token: string) => Promise<void>;
  readonly done: string;
}) {
  const { t } = useTranslation();
  const following = useQuery({
    queryKey: ["link", props.token],
    queryFn: async () => {
      await props.follow(props.token);
      return true;
    },
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <FrontPage title={t("session.confirming")}>
      <QueryView query={following}>{() => <Text role="status">{props.done}</Text>}</QueryView>
      <ToSignIn />
    </FrontPage>
  );
}

function SignInByLink({ token }: { readonly token: string }) {
  const { t } = useTranslation();
  const signing = useQuery({
    queryKey: ["link", token],
    queryFn: () => followSignInLink(token),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <FrontPage title={t("session.openingLink")}>
      <QueryView query={signing}>{() => <Redirect to="/app/machines" replace />}</QueryView>
      <ToSignIn />
    </FrontPage>
  );
}

function NewPassword({ token }: { readonly token: string }) {
  const { t } = useTranslation();
  const [, goTo] = useLocation();
  const save = useMutation({ mutationFn: (password: string) => resetPassword(token, password) });
  if (save.isSuccess) {
    return (
      <FrontPage title={t("session.choosePassword")}>
        <Text role="status">{t("session.passwordSaved")}</Text>
        <Button onClick={() => goTo("/app/sign-in")}>{t("session.signIn")}</Button>
      </FrontPage>
    );
  }
  return (
    <FrontPage title={t("session.choosePassword")}>
      <form onSubmit={(event) => save.mutate(typedIn(event, "password").password)} noValidate>
        <Stack>
          <ProblemAlert error={save.error} />
          <PasswordInput
            label={t("session.newPassword")}
            description={t("session.passwordHint")}
            autoComplete="new-password"
            required
            name="password"
          />
          <Button type="submit" loading={save.isPending}>
            {t("session.savePassword")}
          </Button>
        </Stack>
      </form>
    </FrontPage>
  );
}
