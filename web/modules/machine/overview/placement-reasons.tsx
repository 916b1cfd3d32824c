import { List, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DeploymentPlan } from "../../../../src/contract/index.ts";
import { useVerdict } from "../../placement/use-verdict.ts";

/** Why the machine is on these clouds and not on others, as it was when its requirement was stored. */
export function PlacementReasons({ plan }: { readonly plan: DeploymentPlan | undefined }) {
  const { t } = useTranslation();
  const verdict = useVerdict();
  const clouds = plan?.clouds ?? [];
  if (clouds.length === 0) return null;
  return (
    <details>
      <Text component="summary" size="sm">
        {t("machine.place.why")}
      </Text>
      <List size="sm">
        {clouds.map((cloud) => (
          <List.Item key={cloud.cloudId}>{verdict(cloud)}</List.Item>
        ))}
      </List>
    </details>
  );
}
