import { Readable } from "node:stream";
import * as z from "zod";
import type { ObjectStore, StoredObject } from "../../../cloud/ports.ts";
import { readAs, readJson } from "../../http/read-json.ts";
import type { SwiftApi } from "./swift-api.ts";

const Entry = z.union([
  z.object({ subdir: z.string() }),
  z.object({
    name: z.string(),
    bytes: z.number(),
    hash: z.string().nullish(),
    content_type: z.string().nullish(),
    last_modified: z.string().nullish(),
  }),
]);
type Entry = z.infer<typeof Entry>;

/** What lies in one container. */
export function makeSwiftObjects(api: SwiftApi, container: string): ObjectStore {
  const path = (key: string) => `/${encodeURIComponent(container)}/${key.split("/").map(encodeURIComponent).join("/")}`;

  return {
    async list({ prefix, delimiter, after, limit }, signal) {
      const query = new URLSearchParams({ format: "json", limit: String(limit + 1) });
      if (prefix !== "") query.set("prefix", prefix);
      if (delimiter !== null) query.set("delimiter", delimiter);
      if (after !== null) query.set("marker", after);
      const answer = await api.send({ method: "GET", path: `/${encodeURIComponent(container)}?${query}` }, signal);
      const what = "object storage list";
      const found = answer.text === "" ? [] : readAs(z.array(Entry), readJson(answer, what), what);
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return {
        objects: page.flatMap((entry) => ("subdir" in entry ? [] : [objectOf(entry)])),
        prefixes: page.flatMap((entry) => ("subdir" in entry ? [entry.subdir] : [])),
        next: found.length > limit && last !== undefined ? nameOf(last) : null,
      };
    },

    async read(key, signal) {
      const answer = await api.open({ method: "GET", path: path(key), expected: [404] }, signal);
      if (answer.status === 404) return null;
      const { headers } = answer;
      return {
        key,
        sizeBytes: Number(headers["content-length"] ?? 0),
        etag: headers["etag"] ?? null,
        contentType: headers["content-type"] ?? null,
        modifiedAt: dateOf(headers["last-modified"]),
        bytes: answer.body,
      };
    },

    async write(key, { bytes, sizeBytes, contentType }, signal) {
      const body = Readable.from(bytes, { objectMode: false });
      const headers = {
        "content-type": contentType,
        ...(sizeBytes !== null && { "content-length": String(sizeBytes) }),
      };
      await api.upload({ method: "PUT", path: path(key), headers, body }, signal);
    },

    async remove(key, signal) {
      const { headers } = await api.send({ method: "HEAD", path: path(key), expected: [404] }, signal);
      // What an S3 client sent in parts is a list of them; without the word only the list would go.
      const query = headers["x-static-large-object"]?.toLowerCase() === "true" ? "?multipart-manifest=delete" : "";
      await api.send({ method: "DELETE", path: `${path(key)}${query}`, expected: [404] }, signal);
    },
  };
}

function nameOf(entry: Entry): string {
  return "subdir" in entry ? entry.subdir : entry.name;
}

function objectOf(entry: Exclude<Entry, { subdir: string }>): StoredObject {
  const { name, bytes, hash, content_type: contentType, last_modified: modified } = entry;
  return {
    ...{ key: name, sizeBytes: bytes, etag: hash ?? null, contentType: contentType ?? null },
    // In UTC, without saying so.
    modifiedAt: modified == null ? null : dateOf(/Z|[+-]\d\d:?\d\d$/.test(modified) ? modified : `${modified}Z`),
  };
}

function dateOf(text: string | undefined): string | null {
  const time = Date.parse(text ?? "");
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
