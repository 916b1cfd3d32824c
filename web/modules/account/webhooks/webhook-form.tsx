import { Button, Checkbox, Group, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { WebhookEvent } from "../../../../src/contract/index.ts";
import { makeWebhook } from "../../../api/webhooks.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { useEventName } from "./use-event-name.ts";

const EVENTS: readonly Exclude<WebhookEvent, "test">[] = [
  "run.planned",
  "run.applied",
  "run.planned-and-finished",
  "run.errored",
  "run.canceled",
  "run.discarded",
  "workspace.created",
  "workspace.removed",
  "drift.found",
  "drift.gone",
];
/** What somebody wants to hear who is not looking. */
const USUAL: readonly Exclude<WebhookEvent, "test">[] = ["run.planned", "run.applied", "run.errored"];

/** @param onMade hears of the signing secret, which nobody can read later */
export function WebhookForm({ onMade }: { readonly onMade: (secret: string) => void }) {
  const { t } = useTranslation();
  const eventName = useEventName();
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const [events, setEvents] = useState<readonly string[]>(USUAL);
  const make = useMutation({
    mutationFn: () => makeWebhook({ name, url, events: EVENTS.filter((event) => events.includes(event)) }),
    onSuccess({ secret }) {
      setName("");
      setUrl("");
      onMade(secret);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack maw={520}>
        <ProblemAlert error={make.error} />
        <TextInput
          label={t("account.webhooks.name")}
          required
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t("account.webhooks.url")}
          description={t("account.webhooks.urlHint")}
          type="url"
          required
          autoComplete="off"
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <Checkbox.Group label={t("account.webhooks.events")} value={[...events]} onChange={setEvents}>
          <Stack gap={6} mt={6}>
            {EVENTS.map((event) => (
              <Checkbox key={event} value={event} label={eventName(event)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Group>
          <Button type="submit" loading={make.isPending}>
            {t("account.webhooks.make")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
