import "../remote/remote.css";
import { Button, Stack, Switch, Text } from "@mantine/core";
import type RFB from "@novnc/novnc";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Workspace } from "../../../../src/contract/index.ts";
import { Section } from "../../../components/section.tsx";
import type { TabProps } from "../machine-tabs.ts";
import { OpenSessions } from "../remote/open-sessions.tsx";
import { PlaceChoice, usePlace } from "../remote/place-choice.tsx";
import { SessionBar } from "../remote/session-bar.tsx";
import { useMachineSession } from "../remote/use-machine-session.ts";
import { ScreenView } from "./screen-view.tsx";

/** The machine's screen as its cloud shows it. */
export function ConsoleTab({ workspace }: TabProps) {
  const { t } = useTranslation();
  const { made, place, choose } = usePlace(workspace);
  return (
    <Stack gap="lg">
      <Section title={t("remote.console.title")} text={t("remote.console.text")}>
        {place === null ? (
          <Text>{t("remote.notMade")}</Text>
        ) : (
          <>
            <PlaceChoice made={made} place={place} onChoose={choose} />
            <OnPlace key={place.site} workspace={workspace} place={place} />
          </>
        )}
        <Text size="sm" c="dimmed">
          {t("remote.console.recorded")}
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
  const session = useMachineSession("console", workspace.id, place.site);
  const [scaled, setScaled] = useState(true);
  const shown = useRef<{ readonly screen: RFB; readonly host: HTMLElement } | null>(null);
  const { stage, socket } = session;
  return (
    <Stack>
      <SessionBar session={session}>
        <Button variant="default" onClick={() => shown.current?.screen.sendCtrlAltDel()}>
          {t("remote.console.secureKeys")}
        </Button>
        <Button variant="default" onClick={() => void shown.current?.host.requestFullscreen()}>
          {t("remote.console.fullScreen")}
        </Button>
        <Switch
          label={t("remote.console.scale")}
          checked={scaled}
          onChange={(event) => setScaled(event.currentTarget.checked)}
        />
      </SessionBar>
      {socket !== null && (stage.kind === "open" || stage.kind === "opening") && (
        <ScreenView
          socket={socket}
          label={t("remote.console.label", { name: workspace.name })}
          scaled={scaled}
          onReady={(screen, host) => {
            shown.current = { screen, host };
          }}
        />
      )}
    </Stack>
  );
}
