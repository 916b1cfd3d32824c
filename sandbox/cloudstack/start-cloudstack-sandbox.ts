import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import Fastify from "fastify";
import { addFaults } from "../shared/faults-plugin.ts";
import { type GuestKeeper, type GuestSettings, keepGuests } from "../shared/guests/guest-keeper.ts";
import { addGuestRoutes } from "../shared/guests/guest-routes.ts";
import type { LatencyMode } from "../shared/latency.ts";
import { openObjectShelf } from "../shared/objects/object-shelf.ts";
import { addS3 } from "../shared/s3/s3-routes.ts";
import { addConsoles, makeConsoles } from "../shared/screen/consoles.ts";
import { addAdminRoutes } from "./admin-routes.ts";
import { addApiRoutes } from "./api-routes.ts";
import { COMMANDS } from "./command-table.ts";
import { screenOfMachine } from "./commands/console-commands.ts";
import { makeCallLog } from "./core/call-log.ts";
import type { Surroundings } from "./core/command.ts";
import { makeCommandFaults } from "./core/command-faults.ts";
import { makeJobs } from "./core/jobs.ts";
import { makeLatency } from "./core/latency.ts";
import { haltMachine, setState } from "./core/machine-state.ts";
import type { VirtualMachine } from "./core/model.ts";
import { loadWorld, openStateFile } from "./core/state-file.ts";
import { wantedMachines } from "./guests/wanted-machines.ts";
import { addImageRoutes } from "./image-routes.ts";
import { resumeDownloads } from "./images/download-template.ts";
import { openImageStore } from "./images/image-store.ts";
import { seedWorld } from "./seed/seed-world.ts";

export interface CloudstackSandboxOptions {
  /** 0 takes a free port. */
  port: number;
  /** The loopback interface unless said otherwise. */
  host?: string;
  /** Where the cloud is kept between runs; in memory when left out. Image files lie beside it. */
  stateFile?: string | undefined;
  latency: LatencyMode;
  /** Opens the fault switches under `/sandbox-admin/` to whoever sends it as `X-Sandbox-Token`; closed without it. */
  adminToken?: string | undefined;
  /** Takes image URLs on the loopback interface, which a real server refuses; needed on a laptop. */
  allowLoopbackImages?: boolean;
  /** First three numbers of the public addresses of a fresh cloud; those of a range for documentation unless said. */
  publicPrefix?: string | undefined;
  /** Puts a QEMU guest behind each machine; without it there is none. */
  guests?: GuestSettings | undefined;
}

export interface CloudstackSandbox {
  /** `http://127.0.0.1:port` */
  url: string;
  /** What clients and the Terraform provider take as `api_url`. */
  apiUrl: string;
  close(): Promise<void>;
}

/** A form can carry a mebibyte of user data, percent-encoded. */
const BODY_LIMIT = 4 * 2 ** 20;

/** Starts the sandbox CloudStack: an HTTP server that answers like a CloudStack 4.22 and keeps its cloud in a file. */
export async function startCloudstackSandbox(options: CloudstackSandboxOptions): Promise<CloudstackSandbox> {
  const world = loadWorld(options.stateFile) ?? seedWorld(options.publicPrefix);
  const state = openStateFile(options.stateFile, world);
  const images = openImageStore(besides(options.stateFile, "cloudstack-images"));
  const shelf = openObjectShelf(besides(options.stateFile, "cloudstack-objects"));
  const latency = makeLatency(options.latency);
  const faults = makeCommandFaults();
  const calls = makeCallLog();
  const consoles = makeConsoles();
  const closing = new AbortController();
  let url = "";

  const surroundings: Surroundings = {
    world,
    images,
    consoles,
    publicUrl: () => url,
    allowLoopbackImages: options.allowLoopbackImages ?? false,
    changed: state.changed,
    closing: closing.signal,
  };
  const jobs = makeJobs({ surroundings, commandOf, latency, faults });

  const app = Fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true });
  app.addHook("onSend", async (_request, reply) => {
    reply.header("X-TwinStack-Sandbox", "cloudstack");
  });
  addFaults(app, { adminToken: options.adminToken });
  addApiRoutes(app, { surroundings, jobs, latency, faults, calls });
  addImageRoutes(app, surroundings);
  const { buckets } = world.tables;
  addS3(app, "/s3", {
    shelf,
    secretOf: (key) => buckets.first(({ accessKey }) => accessKey === key)?.secretKey,
    bucketOf: (key, name) => buckets.first((one) => one.accessKey === key && one.name === name),
    changed: state.changed,
  });
  const keeper = options.guests === undefined ? null : await startGuests(surroundings, options.guests);
  if (keeper !== null) addGuestRoutes(app, keeper, options.adminToken);
  addConsoles(app, "/websockify", consoles, (id) => screenOfMachine(world, keeper, id));
  addAdminRoutes(app, { adminToken: options.adminToken, faults, jobs, calls });

  await app.listen({ port: options.port, host: options.host ?? "127.0.0.1" });
  const { address, port } = app.server.address() as AddressInfo;
  url = `http://${address.includes(":") ? `[${address}]` : address}:${port}`;
  jobs.resume();
  resumeDownloads(surroundings);

  async function close(): Promise<void> {
    closing.abort();
    jobs.close();
    await keeper?.close();
    await app.close();
    state.flush();
    images.close();
    shelf.close();
  }

  return { url, apiUrl: `${url}/client/api`, close };
}

/** The machines' rows follow what their guests do by themselves. */
function startGuests({ world, changed }: Surroundings, settings: GuestSettings): Promise<GuestKeeper> {
  const change = (id: string, act: (machine: VirtualMachine) => void) => {
    const machine = world.tables.virtualMachines.get(id);
    if (machine?.state !== "Running") return;
    act(machine);
    changed();
  };
  return keepGuests(settings, () => wantedMachines(world), {
    stopped: (id) => change(id, haltMachine),
    failed: (id) => change(id, (machine) => setState(machine, "Error")),
  });
}

function commandOf(name: string) {
  const command = COMMANDS[name];
  return command?.mode === "async" ? command : undefined;
}

function besides(stateFile: string | undefined, folder: string): string | undefined {
  return stateFile === undefined ? undefined : join(dirname(stateFile), folder);
}
