import type { Construct } from "constructs";
import { ObjectstorageContainerV1 } from "../../generated/openstack/objectstorage-container-v1.ts";
import { OpenstackProvider } from "../../generated/openstack/provider.ts";
import type { BucketPlan } from "../../src/contract/index.ts";
import { BUCKET_RULES } from "../allow-list.ts";
import { literal } from "../literal-text.ts";
import { type SiteBackend, SiteStack } from "../site-stack.ts";

/** One bucket on OpenStack. It is never destroyed with what lies in it: emptying it is somebody's own word. */
export class OpenstackBucketStack extends SiteStack {
  protected override readonly rules = BUCKET_RULES;

  constructor(scope: Construct, id: string, bucketPlan: BucketPlan, backend: SiteBackend) {
    super(scope, id, backend);
    const { region, name, quotaBytes, bucketId } = literal(bucketPlan);
    new OpenstackProvider(this, "openstack", { region });
    new ObjectstorageContainerV1(this, "bucket", {
      name,
      forceDestroy: false,
      // Swift's own quota: whatever comes by whatever way is refused beyond it.
      metadata: { "quota-bytes": String(quotaBytes), "twinstack-bucket": bucketId },
    });
  }
}
