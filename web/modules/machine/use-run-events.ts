import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { RunEvent } from "../../../src/contract/index.ts";
import { followRun } from "../../api/run-events.ts";

/** Drawing once for many lines keeps the page quick while a log rushes by. */
const GATHER_MS = 150;

export interface LiveLog {
  readonly events: readonly RunEvent[];
  readonly connection: "opening" | "live" | "broken" | "ended";
}

const EMPTY: LiveLog = { events: [], connection: "opening" };

/** A run's log as it grows. Whatever the run does is asked for anew when its status moves. */
export function useRunEvents(runId: string): LiveLog {
  const client = useQueryClient();
  const [log, setLog] = useState<LiveLog & { readonly of: string }>({ ...EMPTY, of: runId });
  useEffect(() => {
    const leaving = new AbortController();
    const events: RunEvent[] = [];
    let connection: LiveLog["connection"] = "opening";
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        setLog({ of: runId, events: [...events], connection });
      }, GATHER_MS);
    };
    const refresh = () => {
      for (const key of ["runs", "workspaces", "instances"]) void client.invalidateQueries({ queryKey: [key] });
    };
    void followRun(
      runId,
      {
        onEvent(event) {
          events.push(event);
          // What was written before one came says nothing new about the run.
          if (event.kind === "status" && Date.now() - Date.parse(event.at) < 10_000) refresh();
          draw();
        },
        onConnected(connected) {
          connection = connected ? "live" : "broken";
          draw();
        },
        onEnd() {
          connection = "ended";
          draw();
          refresh();
        },
      },
      leaving.signal,
    );
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [runId, client]);
  return log.of === runId ? log : EMPTY;
}
