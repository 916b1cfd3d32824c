import { type Probe, until } from "./probe.ts";

const MISSING = "00000000-0000-4000-8000-000000000000";
const PATCH = { "content-type": "application/openstack-images-v2.1-json-patch" };

/** Images: made, filled, read in part, changed, refused. */
export async function probeImage(probe: Probe): Promise<void> {
  const call = (method: string, path: string, name: string, body?: unknown, headers: Record<string, string> = {}) =>
    probe.call("image", method, path, body === undefined ? { name, headers } : { name, body, headers });
  await call("GET", "/images?limit=1", "image.list");
  await call("GET", "/info/import", "image.import-methods");
  await call("GET", `/images/${MISSING}`, "image.missing");
  const made = await call("POST", "/images", "image.create", {
    name: "shape-image",
    disk_format: "raw",
    container_format: "bare",
    visibility: "private",
    protected: false,
    hw_qemu_guest_agent: "yes",
    min_disk: 1,
    tags: ["shape"],
  });
  const imageId = String(made.json["id"]);
  await call("GET", `/images/${imageId}`, "image.get-queued");
  await call("GET", `/images/${imageId}/file`, "image.download-queued");
  await probe.call("image", "PUT", `/images/${imageId}/file`, {
    name: "image.upload",
    raw: new TextEncoder().encode("0123456789"),
    headers: { "content-type": "application/octet-stream" },
  });
  await until(
    () => probe.call("image", "GET", `/images/${imageId}`),
    (answer) => answer.json["status"] === "active",
  );
  await call("GET", `/images/${imageId}`, "image.get");
  await probe.call("image", "PUT", `/images/${imageId}/file`, {
    name: "image.upload-twice",
    raw: new TextEncoder().encode("0123456789"),
    headers: { "content-type": "application/octet-stream" },
  });
  await call("GET", `/images/${imageId}/file`, "image.download");
  await call("GET", `/images/${imageId}/file`, "image.download-range", undefined, { range: "bytes=2-4" });
  await call("GET", `/images/${imageId}/file`, "image.download-range-outside", undefined, { range: "bytes=50-60" });
  await call("PATCH", `/images/${imageId}`, "image.patch", [{ op: "replace", path: "/name", value: "shape-b" }], PATCH);
  await call(
    "PATCH",
    `/images/${imageId}`,
    "image.patch-read-only",
    [{ op: "replace", path: "/id", value: "x" }],
    PATCH,
  );
  await call(
    "PATCH",
    `/images/${imageId}`,
    "image.patch-protect",
    [{ op: "replace", path: "/protected", value: true }],
    PATCH,
  );
  await call("DELETE", `/images/${imageId}`, "image.delete-protected");
  await call(
    "PATCH",
    `/images/${imageId}`,
    "image.patch-unprotect",
    [{ op: "replace", path: "/protected", value: false }],
    PATCH,
  );
  await call("POST", "/images", "image.create-bad-format", {
    name: "x",
    disk_format: "floppy",
    container_format: "bare",
  });
  await call("POST", "/images", "image.create-public", {
    name: "x",
    disk_format: "raw",
    container_format: "bare",
    visibility: "public",
  });
  await call("GET", `/images/${imageId}/members`, "image.members-private");
  await call(
    "PATCH",
    `/images/${imageId}`,
    "image.patch-shared",
    [{ op: "replace", path: "/visibility", value: "shared" }],
    PATCH,
  );
  await call("POST", `/images/${imageId}/members`, "image.member-create", {
    member: "11111111111111111111111111111111",
  });
  await call("GET", `/images/${imageId}/members`, "image.members");
  await call("GET", `/images/${imageId}/members/11111111111111111111111111111111`, "image.member");
  await call("DELETE", `/images/${imageId}/members/11111111111111111111111111111111`, "image.member-delete");
  await call("DELETE", `/images/${imageId}`, "image.delete");
  await call("GET", `/images/${imageId}`, "image.deleted");
}
