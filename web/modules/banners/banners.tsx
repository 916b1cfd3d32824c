import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { readOpenBanners, readShownBanners, shownBannersKey } from "../../api/banners.ts";

/** Most of the time there is none: then nothing of it is loaded, and nothing waits for it. */
const BannerList = lazy(async () => ({ default: (await import("./banner-list.tsx")).BannerList }));

const EVERY_MS = 30_000;

export interface BannersProps {
  /** Who reads; null: nobody is signed in. */
  readonly personId: string | null;
}

/** What an administrator wants everybody to know. */
export function Banners({ personId }: BannersProps) {
  const banners = useQuery({
    queryKey: [...shownBannersKey, personId],
    queryFn: personId === null ? readOpenBanners : readShownBanners,
    refetchInterval: EVERY_MS,
    staleTime: EVERY_MS,
    retry: false,
  });
  if (banners.data === undefined || banners.data.length === 0) return null;
  return (
    <Suspense>
      <BannerList personId={personId} banners={banners.data} />
    </Suspense>
  );
}
