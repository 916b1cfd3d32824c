import type { ClassifyChange } from "../run/index.ts";

export const classifyChange: ClassifyChange = (change) => ({
  danger: "in-place",
  title: change.address,
  reason: null,
  rejected: null,
});
