import type { ObjectStore, OpenS3 } from "../../cloud/ports.ts";

/** Buckets by S3. The client is large, so it is loaded when the first bucket is looked into. */
export const openS3: OpenS3 = (access, caCertificate) => {
  let loading: Promise<ObjectStore> | null = null;
  function store(): Promise<ObjectStore> {
    loading ??= import("./s3-objects.ts").then(({ makeS3Objects }) => makeS3Objects(access, caCertificate));
    return loading;
  }
  return {
    list: async (query, signal) => (await store()).list(query, signal),
    read: async (key, signal) => (await store()).read(key, signal),
    write: async (key, content, signal) => (await store()).write(key, content, signal),
    remove: async (key, signal) => (await store()).remove(key, signal),
  };
};
