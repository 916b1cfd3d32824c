import { Alert, Button, Checkbox, Group, List, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Instance, PowerVerb, SiteSummary } from "../../../../src/contract/index.ts";
import { powerConsequences } from "../../../../src/contract/power-consequences.ts";
import { newKey } from "../../../api/new-key.ts";
import { changePower, powerKey } from "../../../api/power.ts";
import { Dialog } from "../../../components/dialog.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";

export interface PowerDialogProps {
  readonly site: SiteSummary;
  readonly instance: Instance;
  readonly verb: PowerVerb;
  readonly onClose: () => void;
}

/** Says what happens to the machine, and to whom it serves, before it does. */
export function PowerDialog({ site, instance, verb, onClose }: PowerDialogProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [hard, setHard] = useState(false);
  // One wish has one key: asked again after silence, it is done once.
  const [key] = useState(newKey);
  const wish = { action: verb, hard };
  const ask = useMutation({
    mutationFn: () => changePower(instance.workspaceId, site.site, { ...wish, accepted: true }, `${key}${hard}`),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: powerKey(instance.workspaceId) });
      onClose();
    },
  });
  const told = powerConsequences(wish, site);
  return (
    <Dialog title={t(`power.ask.${verb}`, { place: t(`power.places.${site.role}`) })} opened onClose={onClose}>
      <Text>{t(`power.text.${verb}`)}</Text>
      {verb === "reboot" && (
        <Checkbox
          label={t("power.hard")}
          description={t("power.hardHint")}
          checked={hard}
          onChange={({ currentTarget: { checked } }) => setHard(checked)}
        />
      )}
      {told.length > 0 && (
        <Alert color="orange" variant="outline" role="status">
          <List size="sm" spacing="xs">
            {told.map((consequence) => (
              <List.Item key={consequence}>{t(`power.consequences.${consequence}`)}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <ProblemAlert error={ask.error} />
      <Group>
        <Button {...(verb !== "start" && { color: "red" })} loading={ask.isPending} onClick={() => ask.mutate()}>
          {t(`power.${verb}`)}
        </Button>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t("shell.cancel")}
        </Button>
      </Group>
    </Dialog>
  );
}
