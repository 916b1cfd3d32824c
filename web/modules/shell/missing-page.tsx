import { Anchor, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Page } from "../../components/page.tsx";

export function MissingPage() {
  const { t } = useTranslation();
  return (
    <Page title={t("shell.pageMissing")}>
      <Text>{t("shell.pageMissingText")}</Text>
      <Anchor component={Link} href="/app/machines">
        {t("shell.toMachines")}
      </Anchor>
    </Page>
  );
}
