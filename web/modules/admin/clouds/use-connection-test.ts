import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ConnectionStep } from "../../../../src/contract/index.ts";
import { cloudsKey, followTest } from "../../../api/clouds.ts";

/** One connection test at a time, with its steps as they end. */
export function useConnectionTest() {
  const client = useQueryClient();
  const [steps, setSteps] = useState<readonly ConnectionStep[]>([]);
  const test = useMutation({
    mutationFn: ({ cloudId, image }: { readonly cloudId: string; readonly image: boolean }) =>
      followTest(cloudId, { image }, (step) => setSteps((before) => [...before, step])),
    onSettled: () => client.invalidateQueries({ queryKey: cloudsKey }),
  });
  return {
    start(cloudId: string, image: boolean) {
      setSteps([]);
      test.mutate({ cloudId, image });
    },
    steps,
    busy: test.isPending,
    ended: test.isSuccess,
    failed: steps.some(({ ok }) => !ok),
    error: test.error,
  };
}

export type ConnectionTest = ReturnType<typeof useConnectionTest>;
