import { afterEach } from "@jest/globals";
import { NEEDED_COMMANDS } from "../../../src/adapters/cloudstack/needed-commands.ts";
import { makeOpenCloudstackClient } from "../../../src/adapters/cloudstack/open-cloudstack-client.ts";
import { catalogWords } from "../../../src/cloud/index.ts";
import type { CloudstackRegistration } from "../../../src/contract/index.ts";
import { sampleCloudstack } from "../../_helpers/cloud-samples.ts";
import { type Commands, recordedApiNames, recordings } from "../../_helpers/replayed-cloudstack.ts";
import type { ScriptedServer } from "../../_helpers/scripted-server.ts";

/** The id the cloud is registered under. */
export const ID = "11111111-1111-4111-8111-111111111111";
/** The id of a recorded machine. */
export const MACHINE = "0305818f-af6d-4523-a8d4-893fc1cbc059";
const servers: ScriptedServer[] = [];

/** Closes the clouds of every test of the file after it. */
export function useServers(): void {
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });
}

/** A client of a server that is closed after the test. */
export function open(server: ScriptedServer, change: Partial<CloudstackRegistration> = {}, timeoutMs = 2000) {
  servers.push(server);
  const openClient = makeOpenCloudstackClient({
    words: catalogWords,
    clock: { now: () => new Date() },
    tools: { pause: async () => {}, random: () => 0 },
    timeoutMs,
  });
  return openClient(ID, sampleCloudstack({ apiUrl: `${server.url}/client/api`, zone: "Sandbox-simulator", ...change }));
}

/** The first recorded answer to a command that holds a text. */
export function recorded(command: string, text = "") {
  const found = recordings("lists").find(
    (recording) => recording.command === command && JSON.stringify(recording.body).includes(text),
  );
  return { body: found?.body };
}

/** A real CloudStack's recorded answers. */
export const REAL: Commands = {
  listZones: () => recorded("listZones"),
  listServiceOfferings: () => recorded("listServiceOfferings"),
  listTemplates: () => recorded("listTemplates"),
  listDiskOfferings: () => recorded("listDiskOfferings"),
  listNetworkOfferings: () => recorded("listNetworkOfferings"),
  listCapabilities: () => recorded("listCapabilities"),
  listVirtualMachines: () => recorded("listVirtualMachines", MACHINE),
  listVolumes: () => recorded("listVolumes"),
  listApis: () => ({
    body: {
      listapisresponse: { api: [...new Set([...recordedApiNames(), ...NEEDED_COMMANDS])].map((name) => ({ name })) },
    },
  }),
};
