import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import type { AccountEvent, Instance } from "../../../src/contract/index.ts";
import { followAccount } from "../../api/account-events.ts";
import { instancesKey, workspacesKey } from "../../api/machines.ts";
import { placesKey } from "../../api/workspace.ts";
import { keepInstance } from "./keep-instance.ts";

/** Several changes of one moment are asked for once. */
const GATHER_MS = 200;
/** A tab that is out of sight gives its connection back after so long: a browser has few for one host. */
const HIDDEN_MS = 5_000;

let live = false;
const listeners = new Set<() => void>();

function say(connected: boolean): void {
  if (live === connected) return;
  live = connected;
  for (const listener of listeners) listener();
}

/** Whether changes arrive by themselves at the moment; else lists are asked for more often. */
export function useIsLive(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => live,
  );
}

/** Keeps what is shown of the account as it is now, as long as the tab can be seen. */
export function useLiveAccount(): void {
  const client = useQueryClient();
  useEffect(() => {
    let place: string | null = null;
    let following: AbortController | null = null;
    let hiding: ReturnType<typeof setTimeout> | undefined;
    let gathering: ReturnType<typeof setTimeout> | undefined;
    const stale = new Set<string>();

    const ask = (...keys: readonly string[]) => {
      for (const key of keys) stale.add(key);
      gathering ??= setTimeout(() => {
        gathering = undefined;
        for (const key of stale) void client.invalidateQueries({ queryKey: [key] });
        stale.clear();
      }, GATHER_MS);
    };
    const onEvent = (event: AccountEvent) => {
      if (event.kind === "machine") {
        for (const key of [instancesKey, placesKey(event.instance.workspaceId)]) {
          client.setQueryData<readonly Instance[]>(key, (all) => all && keepInstance(all, event.instance));
        }
      } else if (event.kind === "run") ask("runs", "workspaces");
      else ask("workspaces", "instances");
    };
    const onGap = () => ask(workspacesKey[0], instancesKey[0], "runs");
    const begin = () => {
      clearTimeout(hiding);
      if (following !== null) return;
      const leaving = new AbortController();
      following = leaving;
      void followAccount(
        place,
        { onEvent, onGap, onConnected: (yes) => leaving.signal.aborted || say(yes) },
        leaving.signal,
      ).then((last) => {
        place = last;
        if (following === leaving) following = null;
      });
    };
    const end = () => {
      following?.abort();
      following = null;
      say(false);
    };
    const onVisibility = () => {
      clearTimeout(hiding);
      if (document.visibilityState === "visible") begin();
      else hiding = setTimeout(end, HIDDEN_MS);
    };

    onVisibility();
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      clearTimeout(hiding);
      clearTimeout(gathering);
      end();
    };
  }, [client]);
}
