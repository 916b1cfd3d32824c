export { classifyChange } from "./classify-change.ts";
