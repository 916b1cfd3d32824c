import { Badge } from "@mantine/core";
import type { Run, RunStatus } from "../../../../src/contract/index.ts";
import { useWords } from "../use-words.ts";

const COLORS: Readonly<Record<RunStatus, string>> = {
  pending: "gray.7",
  planning: "blue.7",
  planned: "blue.7",
  confirmed: "gray.7",
  applying: "blue.7",
  applied: "teal.9",
  "planned-and-finished": "teal.9",
  discarded: "gray.7",
  canceled: "gray.7",
  errored: "red.9",
};

/** A run's status in words; the colour only says it once more. */
export function StatusBadge({ run }: { readonly run: Pick<Run, "status" | "kind"> }) {
  const { status } = useWords();
  return (
    <Badge color={COLORS[run.status]} variant="filled" tt="none">
      {status(run)}
    </Badge>
  );
}
