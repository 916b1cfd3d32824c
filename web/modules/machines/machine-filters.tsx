import { Group, NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Role } from "../../../src/contract/index.ts";
import type { MachineFilter, PlaceState } from "./filter-machines.ts";

const STATES = ["running", "stopped", "starting", "stopping", "paused", "error", "absent", "unknown"] as const;
const ROLES: readonly Role[] = ["primary", "standby"];

export interface MachineFiltersProps {
  readonly filter: MachineFilter;
  readonly onChange: (filter: MachineFilter) => void;
}

/** Narrows the list by words, state and place. */
export function MachineFilters({ filter, onChange }: MachineFiltersProps) {
  const { t } = useTranslation();
  return (
    <Group align="flex-end">
      <TextInput
        label={t("machines.filter")}
        description={t("machines.filterHint")}
        type="search"
        flex="1 1 240px"
        maw={420}
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
      />
      <NativeSelect
        label={t("list.state")}
        value={filter.state ?? ""}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...filter, state: value === "" ? null : (value as PlaceState) })
        }
        data={[
          { value: "", label: t("list.allStates") },
          { value: "not-made", label: t("machines.notMadeYet") },
          { value: "stale", label: t("list.staleState") },
          ...STATES.map((state) => ({ value: state, label: t(`machines.powers.${state}`) })),
        ]}
      />
      <NativeSelect
        label={t("list.role")}
        value={filter.role ?? ""}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...filter, role: value === "" ? null : (value as Role) })
        }
        data={[
          { value: "", label: t("list.allRoles") },
          ...ROLES.map((role) => ({ value: role, label: t(`machines.roles.${role}`) })),
        ]}
      />
    </Group>
  );
}
