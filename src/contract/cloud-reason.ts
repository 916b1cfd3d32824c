import * as z from "zod";
import { CapacityItem } from "./capacity.ts";

/** What puts one choice of clouds before another, in this order. */
export const CloudRank = z.enum([
  "keeps-place",
  "own-of-that-name",
  "answers",
  "fails-apart",
  "own",
  "other-kind",
  "less-used",
  "wastes-less",
  "openstack",
  "first-by-name",
]);
export type CloudRank = z.infer<typeof CloudRank>;

/** Something that a cloud has too little of. */
export const CloudShortage = CapacityItem.extend({ used: z.number(), limit: z.number(), needed: z.number() });
export type CloudShortage = z.infer<typeof CloudShortage>;

const other = z.string().meta({ description: "Name of the cloud that it is compared with" });
const since = z.iso.datetime().nullable();
const detail = z
  .string()
  .meta({ description: "A sentence in English: what the cloud or the choice of its sizes said" });

/** Why a cloud was taken or passed over, in parts, for those who say it in another language. */
export const CloudReason = z
  .discriminatedUnion("code", [
    z.object({ code: z.enum(["named", "there-already", "only-one", "others-named", "stays"]) }),
    z.object({ code: z.literal("better"), rank: CloudRank }),
    z.object({ code: z.literal("no-catalog"), detail }),
    z.object({ code: z.literal("lacks-labels"), labels: z.array(z.string()) }),
    z.object({ code: z.literal("full"), short: z.array(CloudShortage) }),
    z.object({ code: z.enum(["silent", "credentials-refused"]), since }),
    z.object({ code: z.literal("nothing-fits"), detail }),
    z.object({ code: z.literal("same-cloud"), other }),
    z.object({ code: z.literal("fails-together"), domain: z.string() }),
    z.object({ code: z.literal("outranked"), rank: CloudRank, other }),
  ])
  .meta({ id: "CloudReason" });
export type CloudReason = z.infer<typeof CloudReason>;
