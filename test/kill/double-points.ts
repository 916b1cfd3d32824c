import { type KillPoint, pointOf } from "./kill-point.ts";

/** Blows that leave something to recover. */
const FIRST = [
  "engine | apply | engine | openstack: POST /compute/v2.1/servers | 1 | after",
  "provider | apply | engine | cloudstack: deployVirtualMachine | 1 | after",
  "worker | change | worker | file: engine record | 1 | after",
  "provider | change | engine | openstack: POST /volume/v3/…/volumes | 1 | after",
  "engine | destroy | engine | cloudstack: destroyVirtualMachine | 1 | before",
  "service | change | service | database: insert state_version | 1 | before",
];

/** Blows at what the recovery does: it adopts, lists strays, plans removals, applies again, and keeps its states. */
const SECOND = [
  "worker | worker | database: insert state_version | 1 | after",
  "worker | worker | database: insert run_removal | 1 | after",
  "database | worker | database: insert site_stray | 1 | after",
  "worker | worker | file: engine record | 1 | after",
  "service | service | database: insert state_version | 1 | after",
  "database | worker | database: insert state_version | 1 | before",
  "worker | worker | database: insert state_version | 1 | before",
  "database | service | database: insert state_version | 1 | after",
  "worker | worker | engine: apply | 1 | after",
  "service | service | database: insert state_lock | 1 | after",
];

/** Deaths of a process that is only just being started again. */
const AT_START = [
  "service | apply | service | database: insert state_version | 1 | after & service | apply | service | database: insert master_key | 1 | before",
  "service | destroy | service | database: commit | 1 | after & service | destroy | service | database: insert account | 1 | after",
  "worker | apply | worker | file: engine record | 1 | after & worker | apply | worker | database: insert master_key | 1 | after",
  "worker | destroy | worker | engine: apply | 1 | before & worker | destroy | worker | database: update run | 1 | after",
];

/** Every first blow meets other second ones: no two of the first `length` have both in common. */
export function doublePoints(length: number): readonly KillPoint[] {
  const pairs = SECOND.flatMap((_, shift) =>
    FIRST.map((first, index) => {
      const phase = pointOf(first).phase;
      const [victim, ...rest] = (SECOND[(index + shift) % SECOND.length] ?? "").split(" | ");
      return pointOf(`${first} & ${[victim, phase, ...rest].join(" | ")}`);
    }),
  );
  return [...AT_START.map(pointOf), ...pairs].slice(0, length);
}
