import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Run, SiteKey, SiteSummary } from "../../../src/contract/index.ts";
import { cloudsKey, readClouds } from "../../api/clouds.ts";

/** A place as runs, queued runs and workspaces tell of it. */
type Placed = Pick<Run, "site" | "role" | "cloudId"> & { readonly cloudName?: string };

/** Places by the names under which their clouds are registered; by their kind where that name is not known any more. */
export function usePlaces() {
  const { t } = useTranslation();
  const clouds = useQuery({ queryKey: cloudsKey, queryFn: readClouds, staleTime: 60_000 });
  return {
    /** Where a run is at work: `Main on north`. */
    site({ site, role, cloudId, cloudName }: Placed): string {
      const name = cloudName ?? clouds.data?.find(({ id }) => id === cloudId)?.name ?? t(`runs.sites.${site}`);
      return t("runs.site", { role: t(`runs.roles.${role}`), site: name });
    },

    /** The cloud of one of a workspace's sites. */
    cloud: (site: SiteKey, sites: readonly SiteSummary[]): string =>
      sites.find((one) => one.site === site)?.cloudName ?? t(`runs.sites.${site}`),
  };
}
