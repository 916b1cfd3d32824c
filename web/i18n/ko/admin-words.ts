import type { Messages } from "../en/index.ts";
import { admin } from "./admin.ts";
import { clouds } from "./clouds.ts";

export const adminWords: Pick<Messages, "admin" | "clouds"> = { admin, clouds };
