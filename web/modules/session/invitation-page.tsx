import { Anchor, Button, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Me } from "../../../src/contract/index.ts";
import { acceptInvitation } from "../../api/organisations.ts";
import { meKey, readMe } from "../../api/session.ts";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { FrontPage } from "./front-page.tsx";
import { LoginForm } from "./login-form.tsx";
import { SignUpPage } from "./sign-up-page.tsx";
import { tokenOf } from "./token-of.ts";

/**
 * Where an invitation's link leads: whoever is signed in joins with one click, others sign up or sign in first. The
 * token stays in the page meanwhile.
 */
export function InvitationPage() {
  const { t } = useTranslation();
  const [token] = useState(() => tokenOf(location.hash));
  const [hasAccount, setHasAccount] = useState(false);
  const client = useQueryClient();
  const me = useQuery({ queryKey: meKey, queryFn: readMe, staleTime: 60_000 });
  if (token === null) return <SignUpPage />;
  if (me.data === null && !hasAccount) {
    return (
      <SignUpPage
        onHasAccount={() => {
          // The address goes from history, for nobody shall find the token there.
          history.replaceState(null, "", location.pathname);
          setHasAccount(true);
        }}
      />
    );
  }
  return (
    <FrontPage title={t("account.arrival.joinTitle")}>
      <QueryView query={me}>
        {(person) =>
          person === null ? (
            <Stack>
              <Text>{t("account.arrival.joinSignIn")}</Text>
              <LoginForm onDone={() => void client.invalidateQueries({ queryKey: meKey })} />
            </Stack>
          ) : (
            <Join person={person} token={token} />
          )
        }
      </QueryView>
    </FrontPage>
  );
}

function Join({ person, token }: { readonly person: Me; readonly token: string }) {
  const { t } = useTranslation();
  const accept = useMutation({
    mutationFn: () => acceptInvitation(token),
    onSuccess: () => history.replaceState(null, "", location.pathname),
  });
  return (
    <Stack>
      {accept.data === undefined ? (
        <>
          <Text>{t("account.arrival.joinText", { name: person.name })}</Text>
          <ProblemAlert error={accept.error} />
          <Button loading={accept.isPending} onClick={() => accept.mutate()}>
            {t("account.arrival.join")}
          </Button>
        </>
      ) : (
        <Text role="status">{t("account.arrival.joined", { name: accept.data.name })}</Text>
      )}
      <Anchor component={Link} href="/app/machines">
        {t("shell.toMachines")}
      </Anchor>
    </Stack>
  );
}
