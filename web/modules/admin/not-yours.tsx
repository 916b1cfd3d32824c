import { Anchor, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Page } from "../../components/page.tsx";

/** For whoever typed the address of a page that only administrators of the site have. */
export function NotYours() {
  const { t } = useTranslation();
  return (
    <Page title={t("admin.notYours")}>
      <Text>{t("admin.notYoursText")}</Text>
      <Anchor component={Link} href="/app/machines">
        {t("shell.toMachines")}
      </Anchor>
    </Page>
  );
}
