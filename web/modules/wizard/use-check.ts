import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { CheckReport, RequirementRequest } from "../../../src/contract/index.ts";
import { checkRequirement } from "../../api/requirements.ts";

export interface Check {
  /** The latest answer, even when it is about what stood there a moment ago. */
  readonly report: CheckReport | null;
  /** The answer is about what stands there now. */
  readonly current: boolean;
  readonly error: unknown;
}

const PAUSE_MS = 400;

/** Asks the service about a request once the person pauses; an answer that comes too late is dropped. */
export function useCheck(request: RequirementRequest): Check {
  const text = useMemo(() => JSON.stringify(request), [request]);
  const [asked] = useDebouncedValue(text, PAUSE_MS);
  const answer = useQuery({
    queryKey: ["requirement-check", asked],
    queryFn: ({ signal }) => checkRequirement(JSON.parse(asked) as RequirementRequest, signal),
    placeholderData: (previous) => previous,
    // The texts may hold a password: they are not kept longer than they are looked at.
    gcTime: 0,
    staleTime: 30_000,
    // Offline it says so at once, and asks again with the next answer.
    networkMode: "always",
    retry: 1,
  });
  return {
    report: answer.data ?? null,
    current: asked === text && answer.data !== undefined && !answer.isPlaceholderData,
    error: answer.data === undefined || answer.isRefetchError ? answer.error : null,
  };
}
