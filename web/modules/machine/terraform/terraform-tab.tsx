import { Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { TabProps } from "../machine-tabs.ts";
import { StateOfSite } from "./state-of-site.tsx";
import { TerraformFiles } from "./terraform-files.tsx";

/** The generated Terraform, and what Terraform knows of each place. */
export function TerraformTab({ workspace }: TabProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="xl">
      <TerraformFiles workspace={workspace} />
      <Stack>
        <div>
          <Title order={2} size="h4">
            {t("states.versions")}
          </Title>
          <Text size="sm" c="dimmed">
            {t("states.versionsText")}
          </Text>
        </div>
        {workspace.sites.map((site) => (
          <StateOfSite key={site.site} workspaceId={workspace.id} site={site} />
        ))}
      </Stack>
    </Stack>
  );
}
