import { Checkbox, Group, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { cronOf, timesOf } from "./cron-times.ts";

export interface TimesInputProps {
  readonly names: { readonly cron: string; readonly days: string; readonly at: string };
  readonly cron: string;
  readonly expert: boolean;
  readonly disabled: boolean;
  readonly onChange: (cron: string) => void;
}

/** As cron counts them, Monday first. */
const DAYS = [
  ["1", "mon"],
  ["2", "tue"],
  ["3", "wed"],
  ["4", "thu"],
  ["5", "fri"],
  ["6", "sat"],
  ["0", "sun"],
] as const;

/** A time on days of the week; as a cron line for experts. */
export function TimesInput({ names, cron, expert, disabled, onChange }: TimesInputProps) {
  const { t } = useTranslation();
  const times = timesOf(cron);
  if (expert || times === null) {
    return (
      <TextInput
        label={names.cron}
        description={t("drift.policy.cronHelp")}
        value={cron}
        disabled={disabled}
        onChange={({ currentTarget: { value } }) => onChange(value)}
      />
    );
  }
  const { at, days } = times;
  return (
    <>
      <TextInput
        type="time"
        label={names.at}
        value={at}
        disabled={disabled}
        onChange={({ currentTarget: { value } }) => onChange(cronOf({ at: value || at, days }))}
      />
      <Checkbox.Group
        label={names.days}
        value={days.map(String)}
        // The last day stays: a time on no day is none.
        onChange={(chosen) => chosen.length > 0 && onChange(cronOf({ at, days: chosen.map(Number) }))}
      >
        <Group gap="xs" mt="xs">
          {DAYS.map(([value, name]) => (
            <Checkbox key={value} value={value} label={t(`drift.policy.dayNames.${name}`)} disabled={disabled} />
          ))}
        </Group>
      </Checkbox.Group>
    </>
  );
}
