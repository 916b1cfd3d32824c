import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect, useParams } from "wouter";
import { meKey, readMe } from "../../api/session.ts";
import { Page } from "../../components/page.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { MissingPage } from "../shell/missing-page.tsx";
import { ADMIN_SECTIONS } from "./admin-sections.ts";
import { NotYours } from "./not-yours.tsx";

/** The pages of the site's administrators: a row of sections, each with an address and code of its own. */
export function AdminPage() {
  const { t } = useTranslation();
  const { "*": rest = "" } = useParams<{ "*": string }>();
  const me = useQuery({ queryKey: meKey, queryFn: readMe, staleTime: 60_000 });
  const [path = "", detail = null] = rest.split("/");
  if (me.data?.siteAdmin !== true) return <NotYours />;
  if (path === "") return <Redirect to="/app/admin/runs" replace />;
  const section = ADMIN_SECTIONS.find((one) => one.path === path);
  if (section === undefined) return <MissingPage />;
  return (
    <Page title={t(`admin.sections.${section.title}`)}>
      <nav className="tab-row" aria-label={t("admin.title")}>
        {ADMIN_SECTIONS.map((one) => (
          <Link
            key={one.path}
            href={`/app/admin/${one.path}`}
            aria-current={one.path === section.path ? "page" : undefined}
          >
            {t(`admin.sections.${one.title}`)}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<Waiting />}>
        <section.View detail={detail} />
      </Suspense>
    </Page>
  );
}
