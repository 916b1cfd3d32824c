/**
 * Takes from the recordings of a real CloudStack 4.22 (folder `cloudstack-recordings`, one .jsonl per command and per
 * flow) what the client's tests replay, and writes it beside this file:
 *
 *   node test/_fixtures/cloudstack-client/condense.mjs <recordings folder>
 *
 * Bodies stay as they were answered, but for keys of SSH pairs and the long capability lists of network offerings.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const recordings = process.argv[2];
if (recordings === undefined) throw new TypeError("Say where the recordings are.");

function lines(folder, name) {
  const text = readFileSync(join(recordings, folder, `${name}.jsonl`), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

function condense({ request, status, body }) {
  const { apiKey: _, command, response: __, ...params } = request.params;
  return { command, method: request.method, params, status, body: JSON.parse(JSON.stringify(body, leaveOut)) };
}

function leaveOut(key, value) {
  if (key === "capability" && Array.isArray(value)) return undefined;
  if (key === "SSH.PublicKey" || key === "privatekey") return "left out";
  return value;
}

function first(command, matches = () => true) {
  const found = lines("commands", command).find((line) => matches(line.request.params, line));
  if (found === undefined) throw new TypeError(`No recording of ${command} fits.`);
  return condense(found);
}

function inFlow(flow, command, text) {
  const found = lines("flows", flow).find(
    (line) => line.request.params.command === command && JSON.stringify(line.body).includes(text),
  );
  if (found === undefined) throw new TypeError(`No recording of ${command} in ${flow} fits.`);
  return condense(found);
}

const ok = (_, line) => line.status === 200;
const refused = (status) => (_, line) => line.status === status;

const lists = [
  first("listZones", ok),
  first("listServiceOfferings", ok),
  first(
    "listTemplates",
    (params, line) => params.templatefilter === "executable" && line.body.listtemplatesresponse.count > 5,
  ),
  first("listDiskOfferings", (params) => params.name === undefined),
  first("listNetworkOfferings", (params) => params.name === undefined && params.forvpc === undefined),
  first("listCapabilities", ok),
  first("listVirtualMachines", (params) => params.id === "0305818f-af6d-4523-a8d4-893fc1cbc059"),
  inFlow("tf01-plan2", "listVirtualMachines", '"publicip":'),
  inFlow("tf01-plan-drift-stopped", "listVirtualMachines", '"state":"Stopped"'),
  inFlow("25-jobs", "listVirtualMachines", '"state":"Stopping"'),
  inFlow("tf-fail-state", "listVirtualMachines", '"state":"Error"'),
  first("listVolumes", (_, line) => (line.body.listvolumesresponse?.volume ?? []).length > 1),
];
const errors = [
  first("listZones", refused(401)),
  first("fooBar", refused(401)),
  first("listTemplates", refused(431)),
  first("createDomain", refused(432)),
  first("stopVirtualMachine", refused(531)),
  first("deployVirtualMachine", refused(535)),
  first("deployVirtualMachine", (_, line) => /already exists/.test(JSON.stringify(line.body))),
  inFlow("20-errors", "listVirtualMachines", "max allowed page size"),
  first("createFirewallRule", refused(537)),
];
const jobs = lines("flows", "25-jobs")
  .map(condense)
  .filter(({ command }) => /Async|VirtualMachine$/.test(command));
const failedJobs = lines("commands", "queryAsyncJobResult")
  .filter(({ body }) => body.queryasyncjobresultresponse.jobstatus === 2)
  .slice(0, 4)
  .map(condense);
const apis = Object.keys(JSON.parse(readFileSync(join(recordings, "apis.json"), "utf8"))).sort();

for (const [name, value] of Object.entries({ lists, errors, jobs, "failed-jobs": failedJobs, "api-names": apis })) {
  writeFileSync(new URL(`./${name}.json`, import.meta.url), `${JSON.stringify(value, null, 1)}\n`);
}
