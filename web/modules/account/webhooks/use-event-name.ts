import { useTranslation } from "react-i18next";
import type { WebhookEvent } from "../../../../src/contract/index.ts";

/** Says in the reader's language what an event means. */
export function useEventName(): (event: WebhookEvent) => string {
  const { t } = useTranslation();
  const names: Readonly<Record<string, string>> = t("account.webhooks.eventNames", { returnObjects: true });
  return (event) => names[event] ?? event;
}
