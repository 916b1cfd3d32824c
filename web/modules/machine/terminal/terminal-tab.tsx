import "../remote/remote.css";
import { Button, Stack, Switch, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { Terminal } from "@xterm/xterm";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Workspace } from "../../../../src/contract/index.ts";
import { Section } from "../../../components/section.tsx";
import type { TabProps } from "../machine-tabs.ts";
import { OpenSessions } from "../remote/open-sessions.tsx";
import { PlaceChoice, usePlace } from "../remote/place-choice.tsx";
import { SessionBar } from "../remote/session-bar.tsx";
import { useMachineSession } from "../remote/use-machine-session.ts";
import { TerminalView } from "./terminal-view.tsx";

/** A terminal on the machine, through the service. */
export function TerminalTab({ workspace }: TabProps) {
  const { t } = useTranslation();
  const { made, place, choose } = usePlace(workspace);
  return (
    <Stack gap="lg">
      <Section title={t("remote.terminal.title")} text={t("remote.terminal.text")}>
        {place === null ? (
          <Text>{t("remote.notMade")}</Text>
        ) : (
          <>
            <PlaceChoice made={made} place={place} onChoose={choose} />
            <OnPlace key={place.site} workspace={workspace} place={place} />
          </>
        )}
        <Text size="sm" c="dimmed">
          {t("remote.terminal.recorded")}
        </Text>
      </Section>
      <OpenSessions workspaceId={workspace.id} />
    </Stack>
  );
}

interface OnPlaceProps {
  readonly workspace: Workspace;
  readonly place: Workspace["sites"][number];
}

function OnPlace({ workspace, place }: OnPlaceProps) {
  const { t } = useTranslation();
  const session = useMachineSession("terminal", workspace.id, place.site);
  const [reader, setReader] = useState(false);
  const terminal = useRef<Terminal | null>(null);
  const { stage, socket } = session;

  async function withClipboard(work: Promise<boolean>, done: string | null): Promise<void> {
    const message = (await work) ? done : t("remote.terminal.clipboardRefused");
    if (message !== null) notifications.show({ message });
  }

  return (
    <Stack>
      <SessionBar session={session}>
        <Button
          variant="default"
          onClick={() => void withClipboard(copy(terminal.current), t("remote.terminal.copied"))}
        >
          {t("remote.terminal.copy")}
        </Button>
        <Button variant="default" onClick={() => void withClipboard(paste(terminal.current), null)}>
          {t("remote.terminal.paste")}
        </Button>
        <Switch
          label={t("remote.terminal.reader")}
          checked={reader}
          onChange={(event) => setReader(event.currentTarget.checked)}
        />
      </SessionBar>
      {stage.kind === "open" && stage.ticket.login !== null && (
        <Text size="sm">{t("remote.terminal.rights", { login: stage.ticket.login })}</Text>
      )}
      {socket !== null && (
        <TerminalView
          socket={socket}
          label={t("remote.terminal.label", { name: workspace.name })}
          reader={reader}
          onReady={(ready) => {
            terminal.current = ready;
          }}
        />
      )}
    </Stack>
  );
}

async function copy(terminal: Terminal | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(terminal?.getSelection() ?? "");
    return true;
  } catch {
    return false;
  } finally {
    terminal?.focus();
  }
}

async function paste(terminal: Terminal | null): Promise<boolean> {
  try {
    terminal?.paste(await navigator.clipboard.readText());
    return true;
  } catch {
    return false;
  } finally {
    terminal?.focus();
  }
}
