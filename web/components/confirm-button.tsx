import { Button, Group, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "./dialog.tsx";
import { ProblemAlert } from "./problem-alert.tsx";

export interface ConfirmButtonProps {
  /** What the button does, also in the dialog. */
  readonly label: string;
  /** What it does to what, for those who hear the button's name alone. */
  readonly spoken?: string;
  readonly question: string;
  readonly action: () => Promise<unknown>;
  readonly onDone?: () => unknown;
}

/** A button for what cannot be taken back: asks first, and says in the dialog why it did not work. */
export function ConfirmButton({ label, spoken, question, action, onDone }: ConfirmButtonProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const run = useMutation({
    mutationFn: action,
    async onSuccess() {
      setAsked(false);
      await onDone?.();
    },
  });
  return (
    <>
      <Button
        color="red"
        variant="outline"
        size="xs"
        aria-label={spoken ?? label}
        onClick={() => {
          run.reset();
          setAsked(true);
        }}
      >
        {label}
      </Button>
      <Dialog title={spoken ?? label} opened={asked} onClose={() => setAsked(false)}>
        <Text>{question}</Text>
        <ProblemAlert error={run.error} />
        <Group>
          <Button color="red" loading={run.isPending} onClick={() => run.mutate()}>
            {label}
          </Button>
          <Button variant="default" onClick={() => setAsked(false)}>
            {t("shell.cancel")}
          </Button>
        </Group>
      </Dialog>
    </>
  );
}
