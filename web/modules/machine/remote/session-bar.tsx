import { Alert, Button, Group, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { useWords } from "../use-words.ts";
import type { OpenMachineSession, Stage } from "./use-machine-session.ts";

export interface SessionBarProps {
  readonly session: OpenMachineSession;
  /** What can be done while it is open. */
  readonly children?: ReactNode;
}

/** How the session stands, and the buttons that open and leave it. */
export function SessionBar({ session, children }: SessionBarProps) {
  const { t } = useTranslation();
  const { stage, connect, disconnect } = session;
  const isOpen = stage.kind === "open" || stage.kind === "opening";
  return (
    <>
      <Group>
        {isOpen ? (
          <Button variant="default" onClick={disconnect} className="session-leave">
            {t("remote.close")}
          </Button>
        ) : (
          <Button onClick={() => void connect()}>
            {t(stage.kind === "closed" ? "remote.connect" : "remote.again")}
          </Button>
        )}
        {stage.kind === "open" && children}
      </Group>
      <div role="status">
        <StageWords stage={stage} />
      </div>
      {stage.kind === "refused" && <ProblemAlert error={stage.error} />}
    </>
  );
}

function StageWords({ stage }: { readonly stage: Stage }) {
  const { t } = useTranslation();
  const { say } = useWords();
  switch (stage.kind) {
    case "closed":
    case "refused":
      return null;
    case "opening":
      return <Text size="sm">{t("remote.stages.opening")}</Text>;
    case "open":
      return (
        <Text size="sm">
          {t("remote.stages.open", { minutes: Math.round(stage.ticket.idleSeconds / 60) })} {t("remote.leave")}
        </Text>
      );
    case "ended": {
      const endings = t("remote.endings", { returnObjects: true }) as Readonly<Record<string, string>>;
      return (
        <Alert color="blue" variant="outline" title={endings[stage.reason] ?? endings["unknown"] ?? ""}>
          {stage.detail !== null && <Text size="sm">{say(stage.detail)}</Text>}
        </Alert>
      );
    }
  }
}
