import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "./dialog.tsx";
import { ProblemAlert } from "./problem-alert.tsx";

export interface ConfirmDialogProps {
  readonly title: string;
  /** What the button does, in a word or two. */
  readonly action: string;
  readonly opened: boolean;
  readonly busy: boolean;
  readonly error?: unknown;
  /** A name that must be typed before it goes on, for what takes something away. */
  readonly typed?: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Asks before something dangerous is done. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, action, opened, busy, error, typed, onConfirm, onClose, children } = props;
  const { t } = useTranslation();
  const [text, setText] = useState("");
  useEffect(() => {
    if (opened) setText("");
  }, [opened]);
  const mayGoOn = typed === undefined || text.trim() === typed;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (mayGoOn && !busy) onConfirm();
  };
  return (
    <Dialog title={title} opened={opened} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text>{children}</Text>
          <ProblemAlert error={error} />
          {typed !== undefined && (
            <TextInput
              label={t("shell.typeToGoOn", { name: typed })}
              autoComplete="off"
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          )}
          <Group>
            <Button type="submit" color="red" loading={busy} disabled={!mayGoOn}>
              {action}
            </Button>
            <Button variant="default" onClick={onClose}>
              {t("shell.cancel")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
