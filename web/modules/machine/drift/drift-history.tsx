import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DriftChange, Workspace } from "../../../../src/contract/index.ts";
import { usePlaces } from "../use-places.ts";
import { useWords } from "../use-words.ts";
import { useFindingTitle } from "./use-finding-title.ts";

export interface DriftHistoryProps {
  readonly workspace: Workspace;
  readonly history: readonly DriftChange[];
}

/** What earlier looks found, the latest first. */
export function DriftHistory({ workspace, history }: DriftHistoryProps) {
  const { t } = useTranslation();
  const { say, when } = useWords();
  const { cloud } = usePlaces();
  const titleOf = useFindingTitle();
  return (
    <ol className="events" aria-label={t("drift.history")}>
      {history.map(({ site, at, status, problem, findings }) => (
        <li key={`${site} ${at}`} data-outcome={status === "in-step" ? "done" : "unknown"}>
          <Text size="sm" c="dimmed" component="time" dateTime={at}>
            {when(at)}
          </Text>
          <div>
            <Text>{t(`drift.status.${status}`)}</Text>
            <Text size="sm" c="dimmed">
              {cloud(site, workspace.sites)}
            </Text>
            {findings.map((finding) => (
              <Text key={finding.address ?? finding.objectId} size="sm">
                {titleOf(finding)}
              </Text>
            ))}
            {problem !== null && <Text size="sm">{say(problem)}</Text>}
          </div>
        </li>
      ))}
    </ol>
  );
}
