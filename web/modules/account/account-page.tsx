import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "wouter";
import { meKey, readMe } from "../../api/session.ts";
import { Page } from "../../components/page.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { MissingPage } from "../shell/missing-page.tsx";
import { ACCOUNT_TABS } from "./account-tabs.ts";

const HOME = "/app/account";

/** Everything that concerns the person who is signed in, and what the account owns beside machines. */
export function AccountPage() {
  const { t } = useTranslation();
  const { "*": rest = "" } = useParams<{ "*": string }>();
  const [path = "", detail = null] = rest.split("/");
  const tab = ACCOUNT_TABS.find((one) => one.path === path);
  const me = useQuery({ queryKey: meKey, queryFn: readMe, staleTime: 60_000 });
  if (tab === undefined) return <MissingPage />;
  return (
    <Page title={t("account.title")}>
      <nav className="tab-row" aria-label={t("account.sections")}>
        {ACCOUNT_TABS.map(({ path: to, title }) => (
          <Link key={title} href={to === "" ? HOME : `${HOME}/${to}`} aria-current={to === path ? "page" : undefined}>
            {t(`account.tabs.${title}`)}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<Waiting />}>
        <QueryView query={me}>{(person) => person !== null && <tab.View me={person} detail={detail} />}</QueryView>
      </Suspense>
    </Page>
  );
}
