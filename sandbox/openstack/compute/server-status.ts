interface StatusFacts {
  readonly vmState: string;
  readonly powerState: number;
  /** Nova answers `progress` for these only. */
  readonly progress: boolean;
}

/** What a status means in nova's finer terms. Power: 0 none, 1 running, 3 paused, 4 off. */
const STATUSES: Readonly<Record<string, StatusFacts>> = {
  BUILD: { vmState: "building", powerState: 0, progress: true },
  ACTIVE: { vmState: "active", powerState: 1, progress: true },
  SHUTOFF: { vmState: "stopped", powerState: 4, progress: false },
  PAUSED: { vmState: "paused", powerState: 3, progress: false },
  SUSPENDED: { vmState: "suspended", powerState: 4, progress: false },
  REBOOT: { vmState: "active", powerState: 1, progress: false },
  HARD_REBOOT: { vmState: "active", powerState: 1, progress: false },
  REBUILD: { vmState: "active", powerState: 1, progress: true },
  RESIZE: { vmState: "active", powerState: 1, progress: true },
  VERIFY_RESIZE: { vmState: "resized", powerState: 1, progress: true },
  REVERT_RESIZE: { vmState: "resized", powerState: 1, progress: false },
  SHELVED_OFFLOADED: { vmState: "shelved_offloaded", powerState: 4, progress: false },
  ERROR: { vmState: "error", powerState: 0, progress: false },
  DELETED: { vmState: "deleted", powerState: 0, progress: false },
};

const UNKNOWN: StatusFacts = { vmState: "error", powerState: 0, progress: false };

export function factsOfStatus(status: string): StatusFacts {
  return STATUSES[status] ?? UNKNOWN;
}

export function vmStateOf(status: string): string {
  return factsOfStatus(status).vmState;
}
