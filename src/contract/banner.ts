import * as z from "zod";

/** How a banner looks, and how urgently it is read out. */
export const BannerLevel = z.enum(["note", "warning", "outage"]);
export type BannerLevel = z.infer<typeof BannerLevel>;

const Sentence = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^[^\p{Cc}]*$/u, "leave out line breaks and control characters");

const fields = {
  level: BannerLevel,
  text: z.strictObject({ en: Sentence, ko: Sentence }).meta({ description: "What people read, in their language" }),
  onSignIn: z.boolean().meta({ description: "true: also for everybody who sees the sign-in page" }),
  from: z.iso.datetime({ offset: true }).nullable().meta({ description: "null: from now on" }),
  until: z.iso.datetime({ offset: true }).nullable().meta({ description: "null: until it is taken down" }),
};

/** A sentence for everybody, such as a maintenance that is announced. */
export const BannerRequest = z
  .strictObject({
    ...fields,
    level: fields.level.default("note"),
    onSignIn: fields.onSignIn.default(false),
    from: fields.from.default(null),
    until: fields.until.default(null),
  })
  .meta({ id: "BannerRequest" });
export type BannerRequest = z.infer<typeof BannerRequest>;

/** Any part of a banner; what is left out stays. */
export const BannerChangeRequest = z.strictObject(fields).partial().meta({ id: "BannerChangeRequest" });
export type BannerChangeRequest = z.infer<typeof BannerChangeRequest>;

export const Banner = z
  .object({
    id: z.uuid(),
    ...fields,
    from: z.iso.datetime(),
    until: z.iso.datetime().nullable(),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Banner" });
export type Banner = z.infer<typeof Banner>;

/** What everybody may know of a banner. */
export const ShownBanner = Banner.pick({ id: true, level: true, text: true }).meta({ id: "ShownBanner" });
export type ShownBanner = z.infer<typeof ShownBanner>;
