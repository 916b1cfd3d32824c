import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { logIn, type OpenstackSession } from "./openstack-session.ts";
import type { TestBed } from "./test-bed.ts";

const execute = promisify(execFile);

/** As a vendor's public images are named and described: by properties, or by the file's name alone. */
const IMAGES: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["Ubuntu 24.04 LTS (Noble Numbat)", { os_distro: "ubuntu", os_version: "24.04", hw_qemu_guest_agent: "yes" }],
  ["debian-12-genericcloud-amd64-20250814", {}],
];
const QUOTAS = [
  ["compute", "/os-quota-sets/", { quota_set: { instances: 10, cores: 20, ram: 51_200 } }],
  ["volumev3", "/os-quota-sets/", { quota_set: { volumes: 10, gigabytes: 1000, snapshots: 10 } }],
  [
    "network",
    "/v2.0/quotas/",
    { quota: { network: 10, subnet: 10, port: 50, router: 10, floatingip: 10, security_group: 10 } },
  ],
] as const;

/** Gives the fresh cloud what a normal one has: recognizable images, and the quotas of a normal project for demo. */
export async function prepareProject(bed: TestBed): Promise<void> {
  const admin = await logIn("admin", bed);
  const demo = await logIn("demo", bed);
  const { projectId } = demo;
  // Neutron makes a project's own group when it is first asked for one.
  await demo.request("network", "GET", "/v2.0/security-groups");
  for (const [service, path, quotas] of QUOTAS) await admin.request(service, "PUT", `${path}${projectId}`, quotas);
  const present = await admin.request<{ images: { name: string }[] }>("image", "GET", "/v2/images?limit=100");
  const missing = IMAGES.filter(([name]) => present.images.every((image) => image.name !== name));
  if (missing.length === 0) return;
  const disk = await emptyDisk();
  for (const [name, properties] of missing) await upload(admin, name, properties, disk);
}

async function emptyDisk(): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "twinstack-image-"));
  try {
    await execute("qemu-img", ["create", "-q", "-f", "qcow2", join(folder, "disk.qcow2"), "2G"]);
    return await readFile(join(folder, "disk.qcow2"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function upload(
  admin: OpenstackSession,
  name: string,
  properties: Readonly<Record<string, string>>,
  disk: Uint8Array,
): Promise<void> {
  const { id } = await admin.request<{ id: string }>("image", "POST", "/v2/images", {
    name,
    disk_format: "qcow2",
    container_format: "bare",
    visibility: "public",
    min_disk: 3,
    ...properties,
  });
  await admin.request("image", "PUT", `/v2/images/${id}/file`, disk);
}
