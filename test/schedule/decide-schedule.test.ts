import { describe, expect, test } from "@jest/globals";
import { Danger } from "../../src/contract/index.ts";
import {
  decideSchedule,
  type ScheduleAction,
  type SchedulePolicy,
  type ScheduleSnapshot,
  type SiteSnapshot,
} from "../../src/schedule/index.ts";
import { NOW, plan, snapshot } from "./snapshots.ts";

const BEHIND = { appliedRevision: 1 } as const;
const IN_AN_HOUR = new Date("2026-11-22T04:00:00Z");
const SOON = new Date("2026-11-22T03:01:00Z");
const PLAN = plan({ danger: "restarts" });
const SHUT = { open: false, opensAt: IN_AN_HOUR };
const OPEN = { open: true, opensAt: null };
const RESTARTS: SchedulePolicy = { changes: "restarts", drift: "tell" };
const CORRECT: SchedulePolicy = { changes: "safe", drift: "correct-safe" };
const ASK: SchedulePolicy = { changes: "ask", drift: "tell" };

type Row = readonly [
  sentence: string,
  main: Partial<SiteSnapshot>,
  standby: Partial<SiteSnapshot>,
  more: Partial<ScheduleSnapshot>,
  action: ScheduleAction,
];

const on = { main: "openstack", standby: "cloudstack" } as const;

const TABLE: readonly Row[] = [
  ["both stand: rest until the next look", {}, {}, {}, { kind: "wait", until: IN_AN_HOUR, reason: "nothing-to-do" }],
  ["no interval: rest", {}, {}, { checkEveryMs: null }, { kind: "wait", until: null, reason: "nothing-to-do" }],
  [...(["never looked at: look", {}, { checkedAt: null }, {}] as const), { kind: "check", site: on.standby }],
  [
    ...(["the interval is over: look", { checkedAt: new Date(NOW.getTime() - 3_600_000) }, {}, {}] as const),
    { kind: "check", site: on.main },
  ],
  ["something at work on one site holds up the other", { atWork: true }, BEHIND, {}, wait("at-work")],
  ["an unclean site waits for repair, and so does the other", BEHIND, { unclean: true }, {}, wait("unclean")],
  [
    ...(["a failed change leaves main untouched", BEHIND, { ...BEHIND, failedRevision: 2 }, {}] as const),
    { kind: "ask", site: on.standby, reason: "change-failed" },
  ],
  [
    ...(["a change that failed before this revision is over", BEHIND, { ...BEHIND, failedRevision: 1 }, {}] as const),
    { kind: "plan", site: on.standby, reason: "revision" },
  ],
  ["standby first", BEHIND, BEHIND, {}, { kind: "plan", site: on.standby, reason: "revision" }],
  ["then main", BEHIND, {}, {}, { kind: "plan", site: on.main, reason: "revision" }],
  [
    ...(["a plan is applied", BEHIND, { ...BEHIND, plan: plan() }, {}] as const),
    { kind: "apply", site: on.standby, runId: "run" },
  ],
  [
    ...(["a plan of another revision is made anew", {}, { ...BEHIND, plan: plan({ revision: 1 }) }, {}] as const),
    { kind: "plan", site: on.standby, reason: "revision" },
  ],
  [
    ...(["the standby's cloud is away: main goes on", BEHIND, { ...BEHIND, cloudAnswers: false }, {}] as const),
    { kind: "plan", site: on.main, reason: "revision" },
  ],
  [
    ...(["main is done and the standby's cloud still away: wait", {}, { ...BEHIND, cloudAnswers: false }, {}] as const),
    { kind: "wait", until: IN_AN_HOUR, reason: "cloud-away" },
  ],
  ["it is back: caught up", {}, BEHIND, {}, { kind: "plan", site: on.standby, reason: "revision" }],
  [
    ...(["the first apply is a person's", { appliedRevision: null }, { appliedRevision: null }, {}] as const),
    { kind: "ask", site: on.standby, reason: "first-apply" },
  ],
  [
    ...(["a standby that never was is made once main stands", {}, { appliedRevision: null }, {}] as const),
    { kind: "plan", site: on.standby, reason: "revision" },
  ],
  ["the owner is asked", BEHIND, BEHIND, { policy: ASK }, { kind: "ask", site: on.standby, reason: "policy" }],
  [
    ...(["a rejected plan", {}, { ...BEHIND, plan: plan({ rejected: true }) }, {}] as const),
    { kind: "ask", site: on.standby, reason: "plan-rejected" },
  ],
  [
    ...(["a restart without leave", {}, { ...BEHIND, plan: plan({ danger: "restarts" }) }, { window: OPEN }] as const),
    { kind: "ask", site: on.standby, reason: "too-dangerous" },
  ],
  [
    "a restart with leave and no window",
    {},
    { ...BEHIND, plan: plan({ danger: "restarts" }) },
    { policy: RESTARTS },
    { kind: "ask", site: on.standby, reason: "too-dangerous" },
  ],
  [
    "a restart with leave in the window",
    {},
    { ...BEHIND, plan: plan({ danger: "restarts" }) },
    { policy: RESTARTS, window: OPEN },
    { kind: "apply", site: on.standby, runId: "run" },
  ],
  [
    "a restart with leave before the window",
    {},
    { ...BEHIND, plan: plan({ danger: "restarts" }) },
    { policy: RESTARTS, window: SHUT },
    { kind: "wait", until: IN_AN_HOUR, reason: "window" },
  ],
  [
    "what interrupts nothing keeps to the window, too",
    {},
    { ...BEHIND, plan: plan() },
    { window: SHUT },
    { kind: "wait", until: IN_AN_HOUR, reason: "window" },
  ],
  [
    "a plan may be made outside the window",
    {},
    BEHIND,
    { window: SHUT },
    { kind: "plan", site: on.standby, reason: "revision" },
  ],
  [
    "drift is only told",
    { drift: "safe-to-correct" },
    {},
    {},
    { kind: "wait", until: IN_AN_HOUR, reason: "nothing-to-do" },
  ],
  [
    "safe drift is corrected where the owner lets it",
    { drift: "safe-to-correct" },
    {},
    { policy: CORRECT },
    { kind: "plan", site: on.main, reason: "drift" },
  ],
  [
    "on the standby first",
    { drift: "safe-to-correct" },
    { drift: "safe-to-correct", plan: plan() },
    { policy: CORRECT },
    { kind: "apply", site: on.standby, runId: "run" },
  ],
  [
    "a correction that turns out to be more is a person's",
    { drift: "safe-to-correct", plan: plan({ danger: "restarts" }) },
    {},
    { policy: { ...RESTARTS, drift: "correct-safe" }, window: OPEN },
    { kind: "ask", site: on.main, reason: "too-dangerous" },
  ],
  [
    "dangerous drift is never corrected by itself",
    { drift: "dangerous" },
    { drift: "harmless" },
    { policy: CORRECT },
    { kind: "wait", until: IN_AN_HOUR, reason: "nothing-to-do" },
  ],
  ["maintenance: nothing at all", BEHIND, { powerDue: "stop" }, { maintenance: true }, wait("maintenance")],
  [
    ...(["the owner's times come before a change", {}, { ...BEHIND, powerDue: "stop" }, {}] as const),
    { kind: "power", site: on.standby, verb: "stop" },
  ],
  ["but not beside somebody at work", { atWork: true }, { powerDue: "start" }, {}, wait("at-work")],
  [
    ...(["nor where something must be repaired", { powerDue: "stop", unclean: true }, {}, {}] as const),
    { kind: "wait", until: null, reason: "unclean" },
  ],
  [
    ...([
      "a machine that sleeps is not woken up by a change",
      { ...BEHIND, sleepsUntil: IN_AN_HOUR, plan: PLAN },
      {},
    ] as const),
    { policy: RESTARTS, window: OPEN },
    { kind: "wait", until: IN_AN_HOUR, reason: "asleep" },
  ],
  [
    ...(["a side that a person took away stays away", {}, { appliedRevision: null, destroyed: true }, {}] as const),
    { kind: "wait", until: IN_AN_HOUR, reason: "nothing-to-do" },
  ],
  [
    ...(["a person's no holds for both sides", BEHIND, { ...BEHIND, declinedRevision: 2 }, {}] as const),
    { kind: "ask", site: on.standby, reason: "declined" },
  ],
  [
    "an older no is over",
    BEHIND,
    { ...BEHIND, declinedRevision: 1 },
    {},
    { kind: "plan", site: on.standby, reason: "revision" },
  ],
  [
    ...(["whoever changed it may plan first", BEHIND, BEHIND, { settlesAt: IN_AN_HOUR }] as const),
    { kind: "wait", until: IN_AN_HOUR, reason: "just-changed" },
  ],
  [
    ...([
      "a person's older plan is not thrown away",
      {},
      { ...BEHIND, plan: plan({ revision: 1, own: false }) },
      {},
    ] as const),
    { kind: "ask", site: on.standby, reason: "plan-in-review" },
  ],
  [
    ...([
      "another Terraform is reviewed by a person",
      {},
      { ...BEHIND, plan: plan(), engineReview: true },
      {},
    ] as const),
    { kind: "ask", site: on.standby, reason: "engine-review" },
  ],
  [
    ...(["what comes back is not corrected for ever", { drift: "safe-to-correct", driftStays: true }, {}] as const),
    { policy: CORRECT },
    { kind: "ask", site: on.main, reason: "drift-stays" },
  ],
  [
    ...(["a correction that a person declined", { drift: "safe-to-correct", declinedRevision: 2 }, {}] as const),
    { policy: CORRECT },
    { kind: "ask", site: on.main, reason: "declined" },
  ],
  ["what was corrected is looked at", { recheck: true }, {}, { checkEveryMs: null }, { kind: "check", site: on.main }],
  [
    "a cloud that is away is asked again when its pause is over",
    {},
    { ...BEHIND, cloudAnswers: false, askCloudAt: SOON },
    {},
    { kind: "wait", until: SOON, reason: "cloud-away" },
  ],
  [
    "a revision comes before drift",
    { drift: "safe-to-correct" },
    BEHIND,
    { policy: CORRECT },
    { kind: "plan", site: on.standby, reason: "revision" },
  ],
];

function wait(reason: "at-work" | "unclean" | "maintenance"): ScheduleAction {
  return { kind: "wait", until: null, reason };
}

test.each(TABLE)("%s", (_sentence, main, standby, more, action) => {
  expect(decideSchedule(snapshot(main, standby, more))).toEqual(action);
});

describe("over every combination of two sites, policies and windows", () => {
  const flags = [true, false];
  const plans = [null, ...Danger.options.map((danger) => plan({ danger })), plan({ rejected: true })];
  const sites: Partial<SiteSnapshot>[] = [1, 2].flatMap((appliedRevision) =>
    flags.flatMap((cloudAnswers) =>
      plans.flatMap((waiting) =>
        ([null, "safe-to-correct", "dangerous"] as const).flatMap((drift) =>
          ([{}, { atWork: true }, { unclean: true }, { failedRevision: 2 }] as const).map((trouble) => ({
            ...{ appliedRevision, cloudAnswers, plan: waiting, drift, ...trouble },
          })),
        ),
      ),
    ),
  );
  const policies: SchedulePolicy[] = (["ask", "safe", "restarts"] as const).flatMap((changes) =>
    (["tell", "correct-safe"] as const).map((drift) => ({ changes, drift })),
  );

  const settings = policies.flatMap((policy) => [null, OPEN, SHUT].map((window) => ({ policy, window })));

  /** Each pair has one setting, and each site meets every setting many times: 5 and 18 have no common divisor. */
  function* all(): Generator<ScheduleSnapshot> {
    for (const [row, main] of sites.entries())
      for (const [column, standby] of sites.entries())
        yield snapshot(main, standby, settings[(row * 5 + column) % settings.length]);
  }

  test("nothing happens that a rule forbids", () => {
    const broken: string[] = [];
    const kinds = new Set<string>();
    let count = 0;
    for (const one of all()) {
      const action = decideSchedule(one);
      kinds.add(action.kind);
      const rule = brokenRule(one, action);
      if (rule !== null) broken.push(`${rule}: ${JSON.stringify({ one, action })}`);
      count += 1;
    }

    expect(broken.slice(0, 3)).toEqual([]);
    expect(count).toBe(sites.length ** 2);
    expect([...kinds].toSorted()).toEqual(["apply", "ask", "plan", "wait"]);
  });

  function brokenRule({ sites: both, policy, window }: ScheduleSnapshot, action: ScheduleAction): string | null {
    if (action.kind === "wait" || action.kind === "ask") return null;
    const here = both.find(({ site }) => site === action.site);
    const standby = both.find(({ role }) => role === "standby");
    if (both.some(({ atWork, unclean }) => atWork || unclean)) return "acts beside somebody at work";
    if (both.some(({ failedRevision }) => failedRevision === 2)) return "goes on after a failure";
    if (action.kind === "check") return null;
    if (here?.cloudAnswers !== true) return "acts on a cloud that is away";
    if (here.role === "primary" && here.appliedRevision === 1 && standby?.cloudAnswers && standby.appliedRevision === 1)
      return "main before a standby that could go first";
    if (action.kind === "plan") return null;
    const danger = here.plan?.danger ?? "destroys-data";
    if (here.plan?.rejected !== false) return "applies what is rejected";
    if (danger === "destroys-data" || danger === "replaces") return "applies what only a person may";
    if (danger === "restarts" && (policy.changes !== "restarts" || window?.open !== true)) return "restarts unasked";
    if (window !== null && !window.open) return "applies outside the window";
    if (here.appliedRevision === 1 && policy.changes === "ask") return "changes unasked";
    if (here.appliedRevision === 2 && policy.drift !== "correct-safe") return "corrects unasked";
    return here.appliedRevision === 2 && here.drift !== "safe-to-correct" ? "corrects what is not safe" : null;
  }
});
