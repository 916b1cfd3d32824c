import type { Image, ImageMember } from "./image-state.ts";

/** An image as glance answers it: free properties at the top level, content facts null until there is content. */
export function imageView(image: Image): Record<string, unknown> {
  const filled = image.status === "active";
  return {
    ...image.properties,
    name: image.name,
    disk_format: image.diskFormat,
    container_format: image.containerFormat,
    visibility: image.visibility,
    size: image.size,
    virtual_size: image.virtualSize,
    status: image.status,
    checksum: image.checksum,
    protected: image.protected,
    min_ram: image.minRam,
    min_disk: image.minDisk,
    owner: image.owner,
    os_hidden: image.hidden,
    os_hash_algo: image.hashValue === null ? null : "sha512",
    os_hash_value: image.hashValue,
    id: image.id,
    created_at: image.createdAt,
    updated_at: image.updatedAt,
    ...(filled ? { direct_url: `sandbox://${image.id}`, stores: "sandbox" } : {}),
    tags: image.tags,
    self: `/v2/images/${image.id}`,
    file: `/v2/images/${image.id}/file`,
    schema: "/v2/schemas/image",
  };
}

export function memberView(image: Image, member: ImageMember): Record<string, unknown> {
  return {
    member_id: member.memberId,
    image_id: image.id,
    status: member.status,
    created_at: member.createdAt,
    updated_at: member.updatedAt,
    schema: "/v2/schemas/member",
  };
}
