import { Text } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

/** Says from when the list is, once the service could not be asked any more. */
export function LastSeen({ query }: { readonly query: UseQueryResult<unknown> }) {
  const { t, i18n } = useTranslation();
  if (query.data === undefined || (query.failureCount === 0 && query.fetchStatus !== "paused")) return null;
  return (
    <Text size="sm" role="status">
      {t("list.asOf", { when: new Date(query.dataUpdatedAt).toLocaleTimeString(i18n.language) })}
    </Text>
  );
}
