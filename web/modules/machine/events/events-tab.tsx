import { Anchor, Button, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Workspace, WorkspaceEvent, WorkspaceEventKind } from "../../../../src/contract/index.ts";
import { eventsKey, readEvents } from "../../../api/events.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { Waiting } from "../../../components/waiting.tsx";
import type { TabProps } from "../machine-tabs.ts";
import { usePlaces } from "../use-places.ts";
import { useWords } from "../use-words.ts";

const KINDS: readonly WorkspaceEventKind[] = ["requirement", "run", "power", "state", "access", "ownership", "other"];

/** What happened to this machine, by whom and when, the latest first. */
export function EventsTab({ workspace }: TabProps) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<WorkspaceEventKind | null>(null);
  const events = useInfiniteQuery({
    queryKey: [...eventsKey(workspace.id), kind],
    queryFn: ({ pageParam }) => readEvents(workspace.id, { kind, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? null,
    refetchInterval: 4_000,
  });
  const found = events.data?.pages.flatMap(({ items }) => items);
  return (
    <Stack align="flex-start">
      <Title order={2} size="h4">
        {t("events.title")}
      </Title>
      <NativeSelect
        label={t("events.show")}
        value={kind ?? "all"}
        onChange={({ currentTarget: { value } }) => setKind(KINDS.find((one) => one === value) ?? null)}
        data={(["all", ...KINDS] as const).map((value) => ({ value, label: t(`events.kinds.${value}`) }))}
      />
      {found === undefined && events.isPending && <Waiting />}
      {found === undefined && <ProblemAlert error={events.error} />}
      {found?.length === 0 && <Text role="status">{t("events.none")}</Text>}
      {found !== undefined && found.length > 0 && (
        <ol className="events" aria-label={t("events.title")}>
          {found.map((event) => (
            <EventLine key={event.id} event={event} workspace={workspace} />
          ))}
        </ol>
      )}
      {events.hasNextPage && (
        <Button variant="default" loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
          {t("events.older")}
        </Button>
      )}
    </Stack>
  );
}

function EventLine({ event, workspace }: { readonly event: WorkspaceEvent; readonly workspace: Workspace }) {
  const { t, i18n } = useTranslation();
  const { say, when } = useWords();
  const { cloud } = usePlaces();
  // Names hold dots, which would be places in a tree of words.
  const said = i18n.getResource(i18n.language, "translation", "events.said") as Readonly<Record<string, string>>;
  const { at, byName, detail, outcome, revision, runId, site, text, what } = event;
  const rest = [
    site === null ? null : cloud(site, workspace.sites),
    revision === null ? null : t("events.version", { revision }),
    byName === null ? null : t("events.by", { name: byName }),
  ].filter((part) => part !== null);
  return (
    <li data-outcome={outcome}>
      <Text size="sm" c="dimmed" component="time" dateTime={at}>
        {when(at)}
      </Text>
      <div>
        <Text>{said[what] ?? text}</Text>
        <Text size="sm" c="dimmed">
          {rest.join(" · ")}
          {runId !== null && (
            <>
              {rest.length > 0 && " · "}
              <Anchor component={Link} size="sm" href={`/app/machines/${workspace.id}/runs/${runId}`}>
                {t("events.toRun")}
              </Anchor>
            </>
          )}
        </Text>
        {detail !== null && <Text size="sm">{say(detail)}</Text>}
      </div>
    </li>
  );
}
