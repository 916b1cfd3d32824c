import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "wouter";

/** Why a sign-in through the OpenID issuer came to nothing: the service sends the browser back with a problem's code. */
export function OpenidRefusal() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const code = search.get("refused");
  if (code === null) return null;
  const reasons: Readonly<Record<string, string>> = t("account.arrival.openidRefusals", { returnObjects: true });
  return (
    <Alert color="red" variant="outline" role="alert" title={t("account.arrival.openidRefused")}>
      {reasons[code] ?? t("account.arrival.openidTryAgain")}
    </Alert>
  );
}
