import { requireAccess, visible } from "../core/access.ts";
import { type Call, type CommandFamily, type Json, sync } from "../core/command.ts";
import { sizeOf } from "../core/limits.ts";
import type { AsyncJob } from "../core/model.ts";
import { listOf } from "../core/paging.ts";
import type { World } from "../core/world.ts";
import { HOSTS } from "../seed/hosts.ts";
import { ownerView } from "../views/owner-view.ts";

const MANAGEMENT_SERVER = { id: "5a000000-0000-4000-8000-000000000099", name: "sandbox" };
const EVENT_TYPES = ["VM.CREATE", "VM.DESTROY", "VM.START", "VM.STOP", "VM.REBOOT", "NETWORK.CREATE", "VOLUME.CREATE"];
const TAKES_ROOM = new Set(["Starting", "Running", "Stopping"]);
const MIB = 2 ** 20;

/** Jobs, events and capacity. */
export const OBSERVATION_COMMANDS: CommandFamily = {
  queryAsyncJobResult: sync(queryJob),
  listAsyncJobs: sync(listJobs),
  listEvents: sync(listEvents, { id: "events" }),
  listEventTypes: sync((call) => listOf(call, "eventtype", EVENT_TYPES, (name) => ({ name }))),
  listCapacity: sync(listCapacity, { adminOnly: true }),
};

function queryJob(call: Call): Json {
  const job = call.world.tables.jobs.must(call.parameters.required("jobid"));
  requireAccess(call, job);
  return jobView(call.world, job);
}

/** Pending jobs only, as on a real server; `startdate` widens it there, not here. */
function listJobs(call: Call): Json {
  const pending = visible(
    call,
    call.world.tables.jobs.where((job) => job.status === 0),
  );
  return listOf(call, "asyncjobs", pending, (job) => jobView(call.world, job));
}

/** While a job runs its answer names the server, once it is done the result and the time. */
function jobView(world: World, job: AsyncJob): Json {
  const { account, domainid, domainpath } = ownerView(world, job);
  const running = { managementserverid: MANAGEMENT_SERVER.id, managementservername: MANAGEMENT_SERVER.name };
  return {
    accountid: job.accountId,
    account,
    domainid,
    domainpath,
    userid: job.userId,
    cmd: job.javaClass,
    jobprocstatus: 0,
    jobresultcode: job.resultCode,
    ...(job.status === 0 ? {} : { jobresulttype: "object", jobresult: resultOf(job) }),
    ...(job.instanceType === undefined ? {} : { jobinstancetype: job.instanceType }),
    ...(job.instanceId === undefined ? {} : { jobinstanceid: job.instanceId }),
    ...(job.status === 0 ? running : {}),
    created: job.created,
    ...(job.completed === undefined ? {} : { completed: job.completed }),
    jobid: job.id,
    jobstatus: job.status,
  };
}

/** Machines and volumes name, inside the result, the job that made it: still 0 there, because it was built before the end. */
function resultOf(job: AsyncJob): Json {
  const result = job.result ?? {};
  for (const key of ["virtualmachine", "volume"]) {
    const subject = result[key];
    if (job.status === 1 && isObject(subject) && "id" in subject && !job.command.startsWith("extract")) {
      return { ...result, [key]: { ...subject, jobid: job.id, jobstatus: 0 } };
    }
  }
  return result;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}

function listEvents(call: Call): Json {
  const { parameters, world } = call;
  const [type, level, id] = [parameters.text("type"), parameters.text("level"), parameters.text("id")];
  const subjectId = parameters.text("resourceid");
  const since = Date.parse(parameters.text("startdate")?.replace(" ", "T") ?? "");
  const rows = visible(call, world.tables.events.all())
    .filter((event) => id === undefined || event.id === id)
    .filter((event) => type === undefined || event.type === type)
    .filter((event) => level === undefined || event.level === level)
    .filter((event) => subjectId === undefined || event.subject.id === subjectId)
    .filter((event) => Number.isNaN(since) || Date.parse(event.created.replace("+0000", "Z")) >= since)
    .toReversed();
  return listOf(call, "event", rows, (event) => ({
    id: event.id,
    username: event.userName,
    type: event.type,
    level: event.level,
    description: event.description,
    ...ownerView(world, event),
    resourceid: event.subject.id,
    resourcetype: event.subject.type,
    resourcename: event.subject.name,
    created: event.created,
    state: event.state,
  }));
}

function listCapacity(call: Call): Json {
  const { world } = call;
  const [zone] = world.tables.zones.all();
  const type = call.parameters.whole("type");
  const rows = capacities(world).filter((row) => type === undefined || row.type === type);
  return listOf(call, "capacity", rows, ({ type, name, used, total }) => ({
    type,
    name,
    zoneid: zone?.id,
    zonename: zone?.name,
    capacityallocated: used,
    capacityused: used,
    capacitytotal: total,
    percentused: total === 0 ? "0" : ((used / total) * 100).toFixed(2),
  }));
}

function capacities({ tables }: World): { type: number; name: string; used: number; total: number }[] {
  const sizes = tables.virtualMachines.where((vm) => TAKES_ROOM.has(vm.state)).map((vm) => sizeOf(tables, vm));
  const cpu = sizes.reduce((sum, size) => sum + size.cpu, 0);
  const memory = sizes.reduce((sum, size) => sum + size.memory, 0) * MIB;
  const cores = HOSTS.reduce((sum, host) => sum + host.cores, 0);
  const speed = HOSTS[0]?.speed ?? 0;
  const addresses = tables.ipAddresses.all();
  const disks = tables.volumes.all().reduce((sum, volume) => sum + volume.sizeBytes, 0);
  return [
    { type: 0, name: "MEMORY", used: memory, total: HOSTS.reduce((sum, host) => sum + host.memoryMib, 0) * MIB },
    { type: 1, name: "CPU", used: cpu * speed, total: cores * speed },
    { type: 3, name: "STORAGE_ALLOCATED", used: disks, total: 8 * 2 ** 40 },
    {
      type: 4,
      name: "VIRTUAL_NETWORK_PUBLIC_IP",
      used: addresses.filter((ip) => ip.state !== "Free").length,
      total: addresses.length,
    },
    { type: 90, name: "CPU_CORE", used: cpu, total: cores },
  ];
}
