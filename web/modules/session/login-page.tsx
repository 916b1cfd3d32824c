import { Anchor, Button, Divider, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useSearchParams } from "wouter";
import { meKey, readSignInOptions } from "../../api/session.ts";
import { addWords } from "../../i18n/start.ts";
import { FrontPage } from "./front-page.tsx";
import { LoginForm } from "./login-form.tsx";
import { safeNext } from "./safe-next.ts";

const OpenidRefusal = lazy(async () => {
  const [view] = await Promise.all([import("./openid-refusal.tsx"), addWords("account")]);
  return { default: view.OpenidRefusal };
});

export function LoginPage() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const next = safeNext(search.get("next"));
  const [, goTo] = useLocation();
  const client = useQueryClient();
  const options = useQuery({ queryKey: ["sign-in-options"], queryFn: readSignInOptions, staleTime: 300_000 });
  const openid = options.data?.openid;
  return (
    <FrontPage title={t("session.signIn")}>
      {search.has("refused") && (
        <Suspense>
          <OpenidRefusal />
        </Suspense>
      )}
      <LoginForm
        onDone={() => {
          client.removeQueries({ queryKey: meKey });
          goTo(next, { replace: true });
        }}
      />
      {openid != null && (
        <>
          <Divider label={t("session.or")} />
          <Button component="a" href={`${openid.startUrl}?returnTo=${encodeURIComponent(next)}`} variant="default">
            {t("session.signInWith", { name: openid.name })}
          </Button>
        </>
      )}
      <Stack gap={4}>
        <Anchor component={Link} href="/app/forgotten">
          {t("session.forgotten")}
        </Anchor>
        {options.data?.signUp === "open" && (
          <Text size="sm">
            {t("session.noAccount")}{" "}
            <Anchor component={Link} href="/app/sign-up">
              {t("session.signUp")}
            </Anchor>
          </Text>
        )}
      </Stack>
    </FrontPage>
  );
}
