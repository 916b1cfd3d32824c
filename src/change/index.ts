export type { RecordedDurations } from "./expected-pause.ts";
export type * from "./ports.ts";
export { previewChange } from "./preview-change.ts";
