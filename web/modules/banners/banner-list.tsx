import { Alert, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { BannerLevel, ShownBanner } from "../../../src/contract/index.ts";
import { dismissBanner, dismissedBanners, markOf } from "./dismissed-banners.ts";

const COLORS: Readonly<Record<BannerLevel, string>> = { note: "blue", warning: "orange", outage: "red" };
export interface BannerListProps {
  /** Who reads; null: nobody is signed in. */
  readonly personId: string | null;
  readonly banners: readonly ShownBanner[];
}

/** Banners, each of which can be put away for good. */
export function BannerList({ personId, banners }: BannerListProps) {
  const [dismissed, setDismissed] = useState(() => dismissedBanners(personId));
  const shown = banners.filter((banner) => !dismissed.has(markOf(banner)));
  if (shown.length === 0) return null;
  return (
    <Stack gap="xs" mb="md">
      {shown.map((banner) => (
        <BannerAlert
          key={banner.id}
          banner={banner}
          onDismiss={() => setDismissed(dismissBanner(personId, banner, banners))}
        />
      ))}
    </Stack>
  );
}

interface BannerAlertProps {
  readonly banner: ShownBanner;
  readonly onDismiss: () => void;
}

function BannerAlert({ banner: { level, text }, onDismiss }: BannerAlertProps) {
  const { t, i18n } = useTranslation();
  return (
    <Alert
      color={COLORS[level]}
      variant="outline"
      role={level === "outage" ? "alert" : "status"}
      withCloseButton
      closeButtonLabel={t("shell.dismissBanner")}
      onClose={onDismiss}
    >
      <strong>{t(`shell.bannerLevels.${level}`)}:</strong> {i18n.language === "ko" ? text.ko : text.en}
    </Alert>
  );
}
