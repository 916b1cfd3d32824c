import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ComponentType, type LazyExoticComponent, lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Cloud } from "../../../../src/contract/index.ts";
import { cloudKey, readCloud } from "../../../api/clouds.ts";
import { meKey, readMe } from "../../../api/session.ts";
import { Page } from "../../../components/page.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import { Waiting } from "../../../components/waiting.tsx";
import type { Messages } from "../../../i18n/en/index.ts";
import { MissingPage } from "../../shell/missing-page.tsx";
import { ConnectionSection } from "./connection-section.tsx";

export interface CloudSectionProps {
  readonly cloud: Cloud;
  /** May change it: one's own, or a shared one as an administrator of the site. */
  readonly mayManage: boolean;
}

interface Section {
  readonly path: string;
  readonly title: keyof Messages["clouds"]["sections"];
  readonly View: ComponentType<CloudSectionProps> | LazyExoticComponent<ComponentType<CloudSectionProps>>;
  readonly forManagers: boolean;
}

const SECTIONS: readonly Section[] = [
  { path: "", title: "connection", forManagers: false, View: ConnectionSection },
  {
    path: "catalog",
    title: "catalog",
    forManagers: false,
    View: lazy(async () => ({ default: (await import("./catalog-section.tsx")).CatalogSection })),
  },
  {
    path: "mapping",
    title: "mapping",
    forManagers: true,
    View: lazy(async () => ({ default: (await import("./mapping-section.tsx")).MappingSection })),
  },
  {
    path: "capacity",
    title: "capacity",
    forManagers: true,
    View: lazy(async () => ({ default: (await import("./capacity-section.tsx")).CapacitySection })),
  },
  {
    path: "change",
    title: "change",
    forManagers: true,
    View: lazy(async () => ({ default: (await import("./change-section.tsx")).ChangeSection })),
  },
  {
    path: "placing",
    title: "placing",
    forManagers: true,
    View: lazy(async () => ({ default: (await import("./placing-section.tsx")).PlacingSection })),
  },
  {
    path: "uses",
    title: "uses",
    forManagers: true,
    View: lazy(async () => ({ default: (await import("./uses-section.tsx")).UsesSection })),
  },
];

/** One cloud: a row of sections, each with an address of its own. */
export function CloudPage({ id, section: path }: { readonly id: string; readonly section: string }) {
  const cloud = useQuery({ queryKey: cloudKey(id), queryFn: () => readCloud(id), refetchInterval: 10_000 });
  const me = useQuery({ queryKey: meKey, queryFn: readMe, staleTime: 60_000 });
  return (
    <QueryView query={cloud}>
      {(found) => (
        <Opened cloud={found} path={path} mayManage={found.ownerId !== null || me.data?.siteAdmin === true} />
      )}
    </QueryView>
  );
}

function Opened({ cloud, path, mayManage }: CloudSectionProps & { readonly path: string }) {
  const { t } = useTranslation();
  const sections = SECTIONS.filter(({ forManagers }) => mayManage || !forManagers);
  const section = sections.find((one) => one.path === path);
  if (section === undefined) return <MissingPage />;
  const home = `/app/clouds/${cloud.id}`;
  return (
    <Page
      title={cloud.name}
      actions={
        <Anchor component={Link} href="/app/clouds" size="sm">
          {t("clouds.toList")}
        </Anchor>
      }
    >
      <nav className="tab-row" aria-label={t("clouds.sectionsOf")}>
        {sections.map((one) => (
          <Link
            key={one.title}
            href={one.path === "" ? home : `${home}/${one.path}`}
            aria-current={one.path === path ? "page" : undefined}
          >
            {t(`clouds.sections.${one.title}`)}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<Waiting />}>
        <section.View cloud={cloud} mayManage={mayManage} />
      </Suspense>
    </Page>
  );
}
