import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "@jest/globals";
import { parseAllDocuments } from "yaml";
import { findHelm } from "../_helpers/helm.ts";

const run = promisify(execFile);
const CHART = resolve(import.meta.dirname, "../../deploy/helm/twinstack");
const GIVEN = ["image.repository=registry.example/twinstack", "publicUrl=https://twin.example", "existingSecret=keys"];
let helm: string;

beforeAll(async () => {
  helm = await findHelm();
}, 900_000);

type Json = { readonly [key: string]: unknown };

async function render(...settings: readonly string[]): Promise<readonly Json[]> {
  const values = settings.flatMap((setting) => ["--set", setting]);
  const { stdout } = await run(helm, ["template", "lab", CHART, "--kube-version", "1.30.0", ...values]);
  return parseAllDocuments(stdout)
    .map((document) => document.toJS() as Json | null)
    .filter((document) => document !== null);
}

function kinds(documents: readonly Json[]): readonly unknown[] {
  return documents.map(({ kind }) => kind).sort();
}

function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((node, key) => (node as Record<string | number, unknown> | undefined)?.[key], value);
}

/** Environment of the first container of a workload, with secrets as `secret:name/key`. */
function environmentOf(workload: Json): Record<string, string> {
  const entries = at(workload, "spec", "template", "spec", "containers", 0, "env") as readonly Json[];
  return Object.fromEntries(
    entries.map((entry) => {
      const secret = at(entry, "valueFrom", "secretKeyRef") as { name: string; key: string } | undefined;
      return [entry["name"], secret === undefined ? entry["value"] : `secret:${secret.name}/${secret.key}`];
    }),
  ) as Record<string, string>;
}

test("the chart passes helm's own judgement", async () => {
  const { stdout } = await run(helm, ["lint", "--strict", CHART, ...GIVEN.flatMap((one) => ["--set", one])]);

  expect(stdout).toContain("0 chart(s) failed");
});

test("by default two services and two workers run, and one service stays during a disruption", async () => {
  const documents = await render(...GIVEN);

  expect(kinds(documents)).toEqual(["Deployment", "PodDisruptionBudget", "Service", "StatefulSet"]);
  expect(documents.map((one) => at(one, "spec", "replicas")).filter((count) => count !== undefined)).toEqual([2, 2]);
});

test("services work on no run, workers find the service, and no secret stands in clear", async () => {
  const documents = await render(...GIVEN);
  const [service, worker] = ["Deployment", "StatefulSet"].map((kind) => documents.find((one) => one["kind"] === kind));

  expect(environmentOf(service ?? {})).toMatchObject({
    DATABASE_URL: "secret:keys/database-url",
    TWINSTACK_SECRET_KEY: "secret:keys/secret-key",
    TWINSTACK_WORKER: "off",
    TWINSTACK_ENGINE_SANDBOX: "required",
    TWINSTACK_SANDBOX: "off",
    TWINSTACK_PUBLIC_URL: "https://twin.example",
  });
  expect(environmentOf(worker ?? {})).toMatchObject({
    DATABASE_URL: "secret:keys/database-url",
    TWINSTACK_URL: "http://lab-twinstack:4680",
    TWINSTACK_CONCURRENCY: "4",
  });
});

test("every container runs as nobody in particular and gains no privilege", async () => {
  const workloads = (await render(...GIVEN)).filter((one) => at(one, "spec", "template") !== undefined);

  for (const workload of workloads) {
    expect(at(workload, "spec", "template", "spec", "securityContext", "runAsNonRoot")).toBe(true);
    expect(at(workload, "spec", "template", "spec", "automountServiceAccountToken")).toBe(false);
    const container = at(workload, "spec", "template", "spec", "containers", 0, "securityContext");
    expect(container).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } });
  }
  expect(workloads).toHaveLength(2);
});

test("one service needs no disruption budget, no worker is a choice, and what is asked for comes", async () => {
  const small = await render(...GIVEN, "service.replicas=1", "worker.replicas=0");
  const large = await render(...GIVEN, "ingress.enabled=true", "ingress.tlsSecret=tls", "serviceMonitor.enabled=true");

  expect(kinds(small)).toEqual(["Deployment", "Service"]);
  expect(kinds(large)).toEqual(
    ["Deployment", "Ingress", "PodDisruptionBudget", "Service", "ServiceMonitor", "StatefulSet"].sort(),
  );
  const ingress = large.find((one) => one["kind"] === "Ingress");
  expect(at(ingress, "spec", "rules", 0, "host")).toBe("twin.example");
});

test.each([
  ["no address", GIVEN.slice(0, 1)],
  ["an address without a protocol", [...GIVEN, "publicUrl=twin.example"]],
  ["no secret", GIVEN.slice(0, 2)],
  ["no service at all", [...GIVEN, "service.replicas=0"]],
  ["an unknown sandbox", [...GIVEN, "engineSandbox=perhaps"]],
])("%s is refused before anything is installed", async (_what, settings) => {
  await expect(render(...settings)).rejects.toThrow(/values don't meet the specifications|does not match|required/i);
});
