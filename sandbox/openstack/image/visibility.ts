import type { Caller } from "../core/caller.ts";
import type { Image } from "./image-state.ts";

/** Whether a caller may read an image: own, public, community, or shared with the project. */
export function seesImage(caller: Caller, image: Image): boolean {
  if (caller.isAdmin || image.owner === caller.projectId) return true;
  if (image.visibility === "public" || image.visibility === "community") return true;
  return image.visibility === "shared" && image.members.some((one) => one.memberId === caller.projectId);
}

/** Whether an image appears in a caller's list unasked: community and not yet accepted ones do not. */
export function listsImage(caller: Caller, image: Image, memberStatus: string): boolean {
  if (image.owner === caller.projectId || image.visibility === "public") return true;
  if (image.visibility !== "shared") return false;
  const member = image.members.find((one) => one.memberId === caller.projectId);
  return member !== undefined && (memberStatus === "all" || member.status === memberStatus);
}
