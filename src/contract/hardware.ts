import * as z from "zod";
import { SafeName } from "./names.ts";

/** Whole GiB: both clouds sell disks in whole GiB, and a twin needs the same size on both. */
const DiskGib = z.int("disks come in whole GiB").min(1).max(2000);

export const VolumeSpeed = z.enum(["standard", "fast"]);
export type VolumeSpeed = z.infer<typeof VolumeSpeed>;

export const ExtraVolume = z
  .strictObject({
    name: SafeName.meta({ title: "Name", description: "Also the label of its file system." }),
    sizeGib: DiskGib.meta({ title: "Size (GiB)" }),
    speed: VolumeSpeed.default("standard").meta({ title: "Speed" }),
    mountPath: z
      .string()
      .regex(/^\/[A-Za-z0-9._/-]+$/)
      .optional()
      .meta({ title: "Folder", description: "Where it appears in the machine; /data/<name> when not said." }),
  })
  .meta({ id: "ExtraVolume" });
export type ExtraVolume = z.infer<typeof ExtraVolume>;

export const Hardware = z
  .strictObject({
    vcpu: z
      .int()
      .min(1)
      .max(64)
      .meta({ title: "Processors", description: "How many virtual processors (vCPU) the machine needs." }),
    memoryGib: z
      .number()
      .min(0.5)
      .max(512)
      .multipleOf(0.5)
      .meta({ title: "Memory (GiB)", description: "In steps of half a GiB." }),
    rootDiskGib: DiskGib.meta({
      title: "System disk (GiB)",
      description: "Holds the operating system and everything that is not on an extra volume.",
    }),
    volumes: z.array(ExtraVolume).max(8).meta({ title: "Extra volumes" }),
  })
  .meta({ id: "Hardware" });
export type Hardware = z.infer<typeof Hardware>;
