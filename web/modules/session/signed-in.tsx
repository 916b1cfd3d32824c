import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { Redirect } from "wouter";
import type { Me } from "../../../src/contract/index.ts";
import { whenSignedOut } from "../../api/call.ts";
import { meKey, readMe } from "../../api/session.ts";
import { QueryView } from "../../components/query-view.tsx";
import { addWords } from "../../i18n/start.ts";
import { Shell } from "../shell/shell.tsx";

const SignInAgain = lazy(async () => {
  const [dialog] = await Promise.all([import("./sign-in-again.tsx"), addWords("session")]);
  return { default: dialog.SignInAgain };
});

/** Shows its children to whoever is signed in, and keeps them as they are while a session that ended is opened again. */
export function SignedIn({ children }: { readonly children: ReactNode }) {
  const me = useQuery({ queryKey: meKey, queryFn: readMe, staleTime: 60_000 });
  const client = useQueryClient();
  const [expired, setExpired] = useState(false);
  useEffect(() => {
    whenSignedOut(() => setExpired(client.getQueryData<Me | null>(meKey) != null));
    return () => whenSignedOut(() => undefined);
  }, [client]);
  return (
    <QueryView query={me}>
      {(person) => {
        if (person === null)
          return <Redirect to={`/app/sign-in?next=${encodeURIComponent(location.pathname)}`} replace />;
        return (
          <>
            <Shell me={person}>{children}</Shell>
            {expired && (
              <Suspense>
                <SignInAgain
                  person={person}
                  onDone={() => {
                    setExpired(false);
                    void client.invalidateQueries();
                  }}
                />
              </Suspense>
            )}
          </>
        );
      }}
    </QueryView>
  );
}
