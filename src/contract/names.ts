import * as z from "zod";

/** A name that is legal as a host name, on both clouds and in Terraform: 1–42 of a–z, 0–9 and inner dashes. */
export const SafeName = z
  .string()
  .regex(
    /^[a-z]([a-z0-9-]{0,40}[a-z0-9])?$/,
    "use 1 to 42 lower-case letters, digits and dashes, starting with a letter",
  );

/** Printable text without `~`, which breaks CloudStack's request signature (clouds.md C12). */
export const PlainText = z
  .string()
  .max(255)
  .regex(/^[^~\p{Cc}]*$/u, "leave out control characters and the character ~");
