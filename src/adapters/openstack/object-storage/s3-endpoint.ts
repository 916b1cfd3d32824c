import * as z from "zod";
import type { HttpClient } from "../../http/http-client.ts";
import type { SwiftApi } from "./swift-api.ts";

const Info = z.looseObject({ s3api: z.unknown().optional() });

/**
 * Where this cloud's S3 is: named by its catalog, else Swift itself, whose `/info` then tells of the middleware. Null
 * where there is none, or where the cloud does not say.
 */
export async function findS3(swift: SwiftApi, http: HttpClient, signal?: AbortSignal): Promise<string | null> {
  const { catalog } = await swift.session(signal);
  const named = catalog.find(({ type }) => type === "s3")?.endpoints.find((one) => one.interface === "public");
  if (named !== undefined) return named.url.replace(/\/+$/, "");
  const account = await swift.account(signal);
  const root = account.replace(/\/v1(\.0)?\/.*$/, "");
  const answer = await http.send({ method: "GET", url: `${root}/info`, signal, what: "object storage info" });
  if (answer.status !== 200) return null;
  return hasS3(answer.text) ? root : null;
}

function hasS3(text: string): boolean {
  try {
    return Info.parse(JSON.parse(text)).s3api !== undefined;
  } catch {
    return false;
  }
}
