import { Modal, Stack, Title } from "@mantine/core";
import type { ReactNode } from "react";

export interface DialogProps {
  readonly title: string;
  readonly opened: boolean;
  /** Left out: the dialog stays until its own buttons end it. */
  readonly onClose?: () => void;
  readonly size?: string | number;
  readonly children: ReactNode;
}

/** A modal dialog with its title as heading: the library's own header would be a second banner of the page. */
export function Dialog({ title, opened, onClose, size = "md", children }: DialogProps) {
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose ?? (() => undefined)}
      closeOnEscape={onClose !== undefined}
      closeOnClickOutside={onClose !== undefined}
      size={size}
      // Its way of locking writes a style element without the policy's nonce; app.css does the same.
      lockScroll={false}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={title}>
        <Modal.Body>
          <Stack>
            <Title order={2} size="h4">
              {title}
            </Title>
            {children}
          </Stack>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
