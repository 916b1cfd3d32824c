import { randomBytes } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { type Caller, callerOf } from "../core/caller.ts";
import { faultRefusal } from "../core/fault.ts";
import { minorOf } from "../core/microversion.ts";
import { envelope, type Fields, isFields, textList, textMap } from "../core/read.ts";
import { isoSeconds, newUuid, type World } from "../core/world.ts";
import { bootDisks } from "./boot-disks.ts";
import type { Server } from "./compute-state.ts";
import { flavorOfReference } from "./flavors.ts";
import { checkComputeQuota } from "./quotas.ts";
import { invalidField } from "./refusals.ts";
import { recordAction } from "./server-life.ts";
import { bindPort, groupIdsByName, portsForServer } from "./server-ports.ts";

/** From the POST to ACTIVE the test bed took 1.2 to 1.4 s. */
const SPAWN_MS = 1200;
const USER_DATA_LIMIT = 65_535;
/** A server with this metadata ends in ERROR with the value as its fault, so that failures can be tried. */
const SPAWN_FAIL_KEY = "sandbox_spawn_fail";

const KNOWN = new Set(
  "name imageRef flavorRef key_name networks security_groups metadata user_data availability_zone config_drive adminPass block_device_mapping_v2 block_device_mapping personality min_count max_count return_reservation_id accessIPv4 accessIPv6 OS-DCF:diskConfig description tags host hypervisor_hostname trusted_image_certificates hostname".split(
    " ",
  ),
);

export interface CreatedServer {
  readonly server: Server;
  readonly adminPass: string;
  readonly groupNames: readonly string[];
}

/** Checks everything nova checks before it says 202, then starts the build. */
export function createServer(world: World, request: FastifyRequest): CreatedServer {
  const caller = callerOf(request);
  const wanted = checkedBody(request);
  const flavor = flavorOfReference(world, wanted["flavorRef"]);
  checkUserData(wanted["user_data"]);
  const keyName = keyNameOf(world, caller, wanted["key_name"]);
  checkComputeQuota(world, caller, { instances: 1, cores: flavor.vcpus, ram: flavor.ram });
  const groupNames = groupNamesOf(wanted["security_groups"]);
  const groupIds = groupIdsByName(world, caller, groupNames);
  const zone = String(wanted["availability_zone"] ?? "nova") || "nova";
  if (zone !== "nova") throw faultRefusal(400, "The requested availability zone is not available");
  const disks = bootDisks(world, caller, { wanted, flavor });
  const ports = portsForServer(world, caller, { networks: wanted["networks"], groupIds });
  world.state.compute.counter += 1;
  const now = isoSeconds(world.clock);
  const server: Server = {
    id: newUuid(),
    number: world.state.compute.counter,
    name: String(wanted["name"]),
    hostname: hostnameOf(String(wanted["name"])),
    description: descriptionOf(request, wanted),
    status: "BUILD",
    taskState: "spawning",
    projectId: caller.projectId,
    userId: caller.userId,
    flavorId: flavor.id,
    previousFlavorId: null,
    previousStatus: null,
    imageId: disks.imageId,
    rootBlob: disks.rootBlob,
    keyName,
    metadata: textMap(wanted["metadata"]),
    tags: minorOf(request) >= 52 ? textList(wanted["tags"]) : [],
    userData: typeof wanted["user_data"] === "string" ? wanted["user_data"] : null,
    configDrive: wanted["config_drive"] === true || wanted["config_drive"] === "true",
    availabilityZone: zone,
    groupId: groupOf(request),
    locked: false,
    lockedReason: null,
    portIds: ports.all.map((port) => port.id),
    ownPortIds: ports.own.map((port) => port.id),
    attachments: [],
    actions: [],
    fault: null,
    createdAt: now,
    updatedAt: now,
    launchedAt: null,
    terminatedAt: null,
  };
  world.state.compute.servers[server.id] = server;
  for (const port of ports.all) bindPort(world, port, server);
  disks.attach(server);
  recordAction(world, request, server, "create");
  const failure = server.metadata[SPAWN_FAIL_KEY];
  if (failure === undefined) world.later(SPAWN_MS, "server.settled", server.id, { to: "ACTIVE" });
  else world.later(SPAWN_MS, "server.failed", server.id, { message: failure });
  return { server, adminPass: newPassword(wanted["adminPass"]), groupNames };
}

/** What nova answers as `adminPass` when the request brought none. */
export function newPassword(wanted: unknown): string {
  return typeof wanted === "string" ? wanted : randomBytes(9).toString("base64url");
}

function checkedBody(request: FastifyRequest): Fields {
  const wanted = envelope(request, "server");
  if (wanted === undefined) throw invalidField("server", request.body ?? null, "'server' is a required property");
  const unknown = Object.keys(wanted).filter((key) => !KNOWN.has(key));
  if (unknown.length > 0) {
    const names = unknown.map((key) => `'${key}'`).join(", ");
    throw invalidField("server", wanted, `Additional properties are not allowed (${names} was unexpected)`);
  }
  for (const key of ["name", "flavorRef"]) {
    if (wanted[key] === undefined) throw invalidField("server", wanted, `'${key}' is a required property`);
  }
  if (typeof wanted["name"] !== "string" || wanted["name"].trim() === "" || wanted["name"].length > 255) {
    throw invalidField("name", wanted["name"], "The name must be 1 to 255 characters");
  }
  return wanted;
}

function checkUserData(userData: unknown): void {
  if (typeof userData === "string" && userData.length > USER_DATA_LIMIT) {
    throw invalidField("user_data", userData, `'${userData.slice(0, 20)}…' is too long`);
  }
}

function keyNameOf(world: World, caller: Caller, name: unknown): string | null {
  if (name === undefined || name === null) return null;
  if (world.state.compute.keypairs[`${caller.userId}/${String(name)}`] === undefined) {
    throw faultRefusal(400, "Invalid key_name provided.");
  }
  return String(name);
}

function groupNamesOf(wanted: unknown): string[] {
  const names = Array.isArray(wanted) ? wanted.filter(isFields).map((group) => String(group["name"])) : [];
  return names.length === 0 ? ["default"] : [...new Set(names)];
}

function groupOf(request: FastifyRequest): string | null {
  const hints = envelope(request, "os:scheduler_hints") ?? envelope(request, "OS-SCH-HNT:scheduler_hints");
  return typeof hints?.["group"] === "string" ? hints["group"] : null;
}

/** Before 2.19 nova copied the name. */
function descriptionOf(request: FastifyRequest, wanted: Fields): string | null {
  if (minorOf(request) < 19) return String(wanted["name"]);
  return typeof wanted["description"] === "string" ? wanted["description"] : null;
}

function hostnameOf(name: string): string {
  const hostname = name
    .replaceAll(/[ _]/g, "-")
    .replaceAll(/[^\w.-]+/g, "")
    .toLowerCase();
  return hostname === "" ? "server" : hostname.slice(0, 63);
}
