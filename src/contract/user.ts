import * as z from "zod";
import { DisplayName, Handle } from "./organisation.ts";

/** A person as an administrator of the site sees them. */
export const User = z
  .object({
    id: z.string(),
    handle: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    siteAdmin: z.boolean(),
    suspended: z.boolean(),
    hasPassword: z.boolean(),
    secondFactor: z.boolean(),
    createdAt: z.iso.datetime(),
    organisations: z.array(z.string()).meta({ description: "Handles" }),
  })
  .meta({ id: "User" });
export type User = z.infer<typeof User>;

/** A new person; they choose their password through a link that an administrator hands out. */
export const UserRequest = z
  .strictObject({
    handle: Handle,
    name: DisplayName.optional().meta({ description: "Else the handle" }),
    email: z.email().max(254).toLowerCase(),
  })
  .meta({ id: "UserRequest" });
export type UserRequest = z.infer<typeof UserRequest>;
