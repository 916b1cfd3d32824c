import { ActionIcon, Popover, Text } from "@mantine/core";
import { IconHelpCircle } from "@tabler/icons-react";

export interface HelpButtonProps {
  /** What the button says to a screen reader. */
  readonly label: string;
  readonly text: string;
}

/** A question mark that opens an explanation; Escape closes it. */
export function HelpButton({ label, text }: HelpButtonProps) {
  return (
    <Popover width={300} position="top-start" withArrow shadow="md">
      <Popover.Target>
        <ActionIcon variant="subtle" size={24} aria-label={label}>
          <IconHelpCircle size={18} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <Text size="sm">{text}</Text>
      </Popover.Dropdown>
    </Popover>
  );
}
