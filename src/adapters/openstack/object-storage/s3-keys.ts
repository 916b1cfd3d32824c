import * as z from "zod";
import type { CloudBuckets } from "../../../cloud/ports.ts";
import { AppError } from "../../../kernel/app-error.ts";
import type { HttpClient } from "../../http/http-client.ts";
import type { OpenstackApi } from "../openstack-api.ts";
import { findS3 } from "./s3-endpoint.ts";
import type { SwiftApi } from "./swift-api.ts";

export const MadeKey = z.object({ credential: z.object({ access: z.string(), secret: z.string() }) });
/** What Swift's S3 calls its one region unless its operator says otherwise. */
const REGION = "us-east-1";

/** EC2 credentials of the registered user for its project. Keystone shows a secret again to whoever may list them. */
export function makeS3Keys(
  api: OpenstackApi,
  swift: SwiftApi,
  http: HttpClient,
): Pick<CloudBuckets, "address" | "grant" | "revoke"> {
  async function pathOf(signal: AbortSignal | undefined): Promise<string> {
    const { userId } = await swift.session(signal);
    return `/users/${userId}/credentials/OS-EC2`;
  }

  async function address(bucket: string, signal?: AbortSignal) {
    const endpoint = await findS3(swift, http, signal);
    if (endpoint !== null) return { endpoint, region: REGION, bucket };
    throw new AppError("credentials-not-given", "The object storage of this cloud does not speak S3.", {
      remedy: "Upload and download through the service, or ask the cloud's operator for Swift's s3api.",
    });
  }

  return {
    address,

    async grant(bucket, signal) {
      const found = await address(bucket, signal);
      const { project } = await swift.session(signal);
      const body = { tenant_id: project?.id };
      const path = await pathOf(signal);
      const made = await unlessDelegated(() =>
        api.ask({ method: "POST", service: "identity", path, body }, MadeKey, signal),
      );
      const { access: accessKey, secret: secretKey } = made.credential;
      return { ...found, accessKey, secretKey };
    },

    async revoke(accessKey, signal) {
      const path = `${await pathOf(signal)}/${accessKey}`;
      await unlessDelegated(() => api.change({ method: "DELETE", service: "identity", path, expected: [404] }, signal));
    },
  };
}

/** A log-in by application credential may make no others: Keystone refuses since its repair of CVE-2026-80184. */
async function unlessDelegated<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof AppError) || error.facts["status"] !== 403) throw error;
    throw new AppError(
      "credentials-not-given",
      "The cloud's own log-in may make no keys for S3, as none by application credential may.",
      { delegated: true, remedy: "Register the cloud with a user's password, or use a tenant of your own." },
      { cause: error },
    );
  }
}
