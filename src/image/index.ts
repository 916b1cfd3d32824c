export type { Bytes } from "../cloud/index.ts";
export { type ImageDesk, makeImageDesk } from "./image-desk.ts";
export { type ImageWorker, makeImageWorker } from "./image-worker.ts";
export { makeFileOffers } from "./offer-file.ts";
export * from "./ports.ts";
