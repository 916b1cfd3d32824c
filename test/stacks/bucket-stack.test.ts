import { expect, test } from "@jest/globals";
import { assertAllowed, BUCKET_RULES } from "../../stacks/allow-list.ts";
import { synthesizeSite } from "../../stacks/synthesize-site.ts";

const PLAN = {
  ...{ subject: "bucket", formatVersion: 1, cloud: "openstack", region: "RegionOne", name: "files-0badcafe" },
  ...{ bucketId: "0b0f6a52-8f38-4b2d-8a52-6a6f7d6c0001", workspaceId: "0b0f6a52-8f38-4b2d-8a52-6a6f7d6c0002" },
  quotaBytes: 1024 ** 3,
};

test("a bucket is one container with the cloud's own quota, and never destroyed with what lies in it", () => {
  const terraform = JSON.parse(synthesizeSite(PLAN)["cdk.tf.json"] ?? "{}");

  expect(terraform.resource).toEqual({
    openstack_objectstorage_container_v1: {
      bucket: {
        name: "files-0badcafe",
        force_destroy: false,
        metadata: { "quota-bytes": "1073741824", "twinstack-bucket": PLAN.bucketId },
      },
    },
  });
});

test("a bucket's stack makes nothing else, and holds no key of containers that mirror each other", () => {
  const machine = { resource: { openstack_compute_instance_v2: { one: {} } } };
  const mirrored = { resource: { openstack_objectstorage_container_v1: { one: { container_sync_key: "x" } } } };

  expect(() => assertAllowed(machine, BUCKET_RULES)).toThrow("is not allowed");
  expect(() => assertAllowed(mirrored, BUCKET_RULES)).toThrow("must not have container_sync_key");
});
