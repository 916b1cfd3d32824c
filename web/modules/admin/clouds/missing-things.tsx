import { Alert, List } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { MissingThing } from "../../../../src/contract/index.ts";

/** What the cloud no longer offers although it is needed; nothing where all is there. */
export function MissingThings({ missing }: { readonly missing: readonly MissingThing[] }) {
  const { t } = useTranslation();
  if (missing.length === 0) return null;
  return (
    <Alert color="orange" title={t("clouds.missing.title")}>
      {t("clouds.missing.text")}
      <List mt="xs">
        {missing.map(({ thing, id, name, mapped, machines }) => (
          <List.Item key={`${thing} ${id}`}>
            {t(`clouds.missing.things.${thing}`)} <strong>{name}</strong>
            {mapped && ` – ${t("clouds.missing.mapped")}`}
            {machines > 0 && ` – ${t("clouds.missing.machines", { count: machines })}`}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
