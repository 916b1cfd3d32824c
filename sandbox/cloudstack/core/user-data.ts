import { invalidParameter } from "./api-error.ts";
import { settingNumber } from "./settings.ts";
import type { World } from "./world.ts";

const MAX_IN_GET = 4096;
const MAX_IN_POST = 1_048_576;

/** User data must be base64 and short: 4096 characters in a query, and `vm.userdata.max.length` (32768) in a form. */
export function checkUserData(world: World, userData: string, method: "GET" | "POST"): void {
  if (!/^[A-Za-z0-9+/_\s-]*={0,2}$/.test(userData)) throw invalidParameter("User data is not base64 encoded");
  const most = settingNumber(world, "vm.userdata.max.length");
  if (method === "GET" && userData.length >= MAX_IN_GET) {
    throw invalidParameter(`User data is too long for an http GET request; maximum is ${MAX_IN_GET} characters`);
  }
  if (userData.length > Math.min(most, MAX_IN_POST)) {
    throw invalidParameter(`User data has exceeded configurable max length of ${most} bytes`);
  }
}
