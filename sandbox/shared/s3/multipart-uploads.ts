import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import { type ObjectShelf, ShelfFull, type ShelvedObject } from "../objects/object-shelf.ts";
import { S3Error } from "./s3-error.ts";

interface Upload {
  readonly contentType: string;
  readonly parts: Map<number, ShelvedObject>;
}

/** Uploads in parts. They live as long as the process: a real store keeps unfinished ones for days. */
export function makeUploads({ shelf }: { readonly shelf: ObjectShelf }) {
  const uploads = new Map<string, Upload>();

  function must(id: string): Upload {
    const upload = uploads.get(id);
    if (upload !== undefined) return upload;
    throw new S3Error(404, "NoSuchUpload", "The specified multipart upload does not exist.");
  }

  return {
    begin(_key: string, contentType: string): string {
      const id = randomUUID();
      uploads.set(id, { contentType, parts: new Map() });
      return id;
    },

    /** @param room what the bucket may still take */
    async part(id: string, number: number, content: Readable, room: number): Promise<string> {
      const { parts } = must(id);
      const held = [...parts.values()].reduce((sum, { size }) => sum + size, 0);
      const object = await shelf.write(content, "", room - held).catch((error: unknown) => {
        throw error instanceof ShelfFull ? full() : error;
      });
      shelf.drop(parts.get(number));
      parts.set(number, object);
      return object.etag;
    },

    /** @param room what the bucket may still take: parts that came at the same time did not know of each other */
    async complete(id: string, room: number): Promise<ShelvedObject> {
      const { contentType, parts } = must(id);
      if ([...parts.values()].reduce((sum, { size }) => sum + size, 0) > room) throw full();
      const ordered = [...parts].sort(([a], [b]) => a - b).map(([, part]) => part);
      const whole = await shelf.join(ordered, contentType);
      this.abort(id);
      return whole;
    },

    abort(id: string): void {
      for (const part of uploads.get(id)?.parts.values() ?? []) shelf.drop(part);
      uploads.delete(id);
    },
  };
}

function full(): S3Error {
  return new S3Error(400, "XMinioAdminBucketQuotaExceeded", "Bucket quota exceeded");
}
