import { Group, Loader, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

export interface BusyForProps {
  /** What is being done. */
  readonly what: string;
  /** How long that usually takes. */
  readonly usually: string;
}

/** Something that takes longer than a moment: what it is, since when, and how long it usually takes. */
export function BusyFor({ what, usually }: BusyForProps) {
  const { t } = useTranslation();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <Group gap="xs">
      <Loader size="xs" aria-hidden />
      <Text size="sm" role="status">
        {what}
      </Text>
      <Text size="sm" c="dimmed">
        {t("clouds.test.since", { seconds })} {usually}
      </Text>
    </Group>
  );
}
