import {
  cloudstackLimits,
  openstackLimits,
  type Tenant,
  type TenantDrift,
  type TenantPart,
  type TenantReport,
} from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import type { ShownTenant, TenantRecord, TenantSight } from "./ports.ts";
import { placeOf, type TenantPlacePorts } from "./tenant-place.ts";

export interface ReportTenantPorts extends TenantPlacePorts {
  readonly clock: Clock;
  readonly timeLimit: () => AbortSignal;
}

/** The tenant as everybody may see it who may see it at all. */
export function presentTenant({ record, owner, cloudName, lastRun }: ShownTenant): Tenant {
  const {
    accountId: _accountId,
    workspaceId: _seat,
    wish: _wish,
    createdBy: _by,
    createdAt,
    updatedAt,
    ...told
  } = record;
  const [at, changedAt] = [createdAt.toISOString(), updatedAt.toISOString()];
  return { ...told, owner, cloudName, lastRun: lastRun && { ...lastRun }, createdAt: at, updatedAt: changedAt };
}

/** Asks the tenant's cloud how it stands; what the providers do not see is seen here as well. */
export function makeReportTenant(ports: ReportTenantPorts) {
  return async function reportTenant(shown: ShownTenant): Promise<TenantReport> {
    const common = { tenant: presentTenant(shown), lookedAt: ports.clock.now().toISOString() };
    try {
      const { admin, target } = await placeOf(ports, shown.record);
      const sight = await admin.look(target, ports.timeLimit());
      const drift = shown.record.status === "ready" ? driftOf(shown.record, sight) : [];
      return { ...common, problem: null, parts: [...sight.parts], drift, machines: sight.machines };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { ...common, problem: error.message, parts: [], drift: [], machines: null };
    }
  };
}

const EXPECTED: Readonly<Record<TenantRecord["cloudKind"], readonly TenantPart["kind"][]>> = {
  openstack: ["project", "user", "role", "network", "subnet"],
  cloudstack: ["account", "user", "network"],
};

/** What was wished and is not so. Pure. */
export function driftOf({ cloudKind, limits }: TenantRecord, sight: TenantSight): TenantDrift[] {
  const has = (kind: TenantPart["kind"]) => sight.parts.some((part) => part.kind === kind);
  // A cloud without an outside gives no router; one that is there is joined to the subnet.
  const expected = [...EXPECTED[cloudKind], ...(has("router") ? (["router-interface"] as const) : [])];
  const missing = expected.filter((kind) => !has(kind));
  const wanted: Readonly<Record<string, number>> =
    cloudKind === "openstack" ? openstackLimits(limits) : cloudstackLimits(limits);
  const other = Object.entries(wanted).filter(([name, most]) => sight.limits[name] !== most);
  return [
    ...missing.map((kind) => ({ subject: kind, wanted: "there", found: "missing" })),
    ...other.map(([name, most]) => ({
      subject: `limit ${name}`,
      wanted: String(most),
      found: String(sight.limits[name] ?? "unknown"),
    })),
  ];
}
