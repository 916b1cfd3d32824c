import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { saveFile } from "../../../components/save-file.ts";
import type { LiveLog } from "../use-run-events.ts";

/** More lines at once make a page slow; the beginning is one press away. */
const SHOWN = 500;
const NEAR_END = 40;

export interface RunLogProps {
  readonly runId: string;
  readonly log: LiveLog;
}

/** What a run wrote, growing; it stays at the end as long as one is there. */
export function RunLog({ runId, log: { events, connection } }: RunLogProps) {
  const { t, i18n } = useTranslation();
  const [all, setAll] = useState(false);
  const box = useRef<HTMLPreElement>(null);
  const atEnd = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the new lines that move the end
  useLayoutEffect(() => {
    if (box.current !== null && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [events]);
  const shown = all ? events : events.slice(-SHOWN);
  const states = {
    opening: "shell.loading",
    live: "runs.logLive",
    broken: "runs.logBroken",
    ended: "runs.logEnded",
  } as const;
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={2} size="h4">
          {t("runs.log")}
        </Title>
        <Text size="sm" c="dimmed" role="status">
          {t(states[connection])}
        </Text>
      </Group>
      {shown.length < events.length && (
        <Button variant="default" size="xs" onClick={() => setAll(true)}>
          {t("runs.logAll", { count: events.length })}
        </Button>
      )}
      <pre
        ref={box}
        className="log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={t("runs.log")}
        role="log"
        // Read on demand: a log that speaks by itself drowns everything else.
        aria-live="off"
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END;
        }}
      >
        {shown.length === 0 && t("runs.logEmpty")}
        {shown.map((event) => (
          <div key={event.sequence} data-kind={event.kind}>
            <time dateTime={event.at}>{new Date(event.at).toLocaleTimeString(i18n.language)}</time> {event.text}
          </div>
        ))}
      </pre>
      <Group>
        <Button
          variant="default"
          size="xs"
          disabled={events.length === 0}
          onClick={() => saveFile(`run-${runId}.log`, events.map(({ at, text }) => `${at} ${text}\n`).join(""))}
        >
          {t("runs.logDownload")}
        </Button>
      </Group>
    </Stack>
  );
}
