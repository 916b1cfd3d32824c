import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Instance } from "../../../src/contract/index.ts";

export interface PowerBadgeProps {
  readonly power: Instance["powerState"];
  /** false: nothing was applied yet, and so nothing can be missing. */
  readonly made: boolean;
}

const COLORS: Readonly<Record<Instance["powerState"], string>> = {
  running: "teal.9",
  stopped: "gray.7",
  starting: "blue.7",
  stopping: "blue.7",
  paused: "gray.7",
  error: "red.9",
  absent: "gray.7",
  unknown: "gray.7",
};

/** The state in words; the colour only says it once more. */
export function PowerBadge({ power, made }: PowerBadgeProps) {
  const { t } = useTranslation();
  return (
    <Badge color={made ? COLORS[power] : "gray.7"} variant="filled" tt="none">
      {made ? t(`machines.powers.${power}`) : t("machines.notMadeYet")}
    </Badge>
  );
}
