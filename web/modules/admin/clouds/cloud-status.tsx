import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Cloud } from "../../../../src/contract/index.ts";

const COLORS: Readonly<Record<Cloud["status"], string>> = {
  unknown: "gray.7",
  ready: "teal.9",
  unreachable: "red.9",
  "credentials-refused": "red.9",
};

export function CloudStatus({ status }: Pick<Cloud, "status">) {
  const { t } = useTranslation();
  return (
    <Badge color={COLORS[status]} variant="filled" tt="none">
      {t(`clouds.status.${status}`)}
    </Badge>
  );
}
