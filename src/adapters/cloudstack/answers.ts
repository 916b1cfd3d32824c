import * as z from "zod";

/** Narrow schemas of foreign answers: only what is used, `nullish` where releases differ. */

export const Zone = z.object({
  id: z.string(),
  name: z.string(),
  allocationstate: z.string().nullish(),
  networktype: z.string().nullish(),
  securitygroupsenabled: z.boolean().nullish(),
  localstorageenabled: z.boolean().nullish(),
});

export const ServiceOffering = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string().nullish(),
  cpunumber: z.int().nullish(),
  cpuspeed: z.int().nullish(),
  memory: z.int().nullish(),
  rootdisksize: z.int().nullish(),
  storagetype: z.string().nullish(),
  iscustomized: z.boolean().nullish(),
  isvolatile: z.boolean().nullish(),
  issystem: z.boolean().nullish(),
  serviceofferingdetails: z.record(z.string(), z.string()).nullish(),
});
export type ServiceOffering = z.infer<typeof ServiceOffering>;

export const Template = z.object({
  id: z.string(),
  name: z.string(),
  displaytext: z.string().nullish(),
  ostypename: z.string().nullish(),
  isready: z.boolean().nullish(),
  hypervisor: z.string().nullish(),
  templatetype: z.string().nullish(),
  arch: z.string().nullish(),
  size: z.number().nullish(),
  created: z.string().nullish(),
  tags: z.array(z.object({ key: z.string(), value: z.string().nullish() })).nullish(),
});
export type Template = z.infer<typeof Template>;

export const DiskOffering = z.object({
  id: z.string(),
  name: z.string(),
  displaytext: z.string().nullish(),
  state: z.string().nullish(),
  disksize: z.int().nullish(),
  storagetype: z.string().nullish(),
  iscustomized: z.boolean().nullish(),
  iscustomizediops: z.boolean().nullish(),
  displayoffering: z.boolean().nullish(),
  tags: z.string().nullish(),
});
export type DiskOffering = z.infer<typeof DiskOffering>;

export const NetworkOffering = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string().nullish(),
  guestiptype: z.string().nullish(),
  traffictype: z.string().nullish(),
  specifyvlan: z.boolean().nullish(),
  forvpc: z.boolean().nullish(),
  fornsx: z.boolean().nullish(),
  fortungsten: z.boolean().nullish(),
  isdefault: z.boolean().nullish(),
  egressdefaultpolicy: z.boolean().nullish(),
  service: z.array(z.object({ name: z.string() })).nullish(),
});
export type NetworkOffering = z.infer<typeof NetworkOffering>;

export const CapabilitiesAnswer = z.object({
  capability: z.object({
    cloudstackversion: z.string().nullish(),
    allowuserexpungerecovervm: z.boolean().nullish(),
  }),
});

export const ConfigurationsAnswer = z.object({
  configuration: z.array(z.object({ name: z.string(), value: z.string().nullish() })).nullish(),
});
export const ApisAnswer = z.object({ api: z.array(z.object({ name: z.string() })).nullish() });
export const Project = z.object({ id: z.string(), name: z.string(), state: z.string().nullish() });

export const VirtualMachine = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  serviceofferingname: z.string().nullish(),
  cpunumber: z.int().nullish(),
  memory: z.int().nullish(),
  publicip: z.string().nullish(),
  nic: z.array(z.object({ ipaddress: z.string().nullish() })).nullish(),
});
export type VirtualMachine = z.infer<typeof VirtualMachine>;

export const Volume = z.object({
  id: z.string(),
  virtualmachineid: z.string().nullish(),
  size: z.number().nullish(),
});

export const StartedJob = z.object({ jobid: z.string(), id: z.string().nullish() });
/** `jobstatus` 0 runs, 1 done, 2 failed: a failed one is an HTTP 200 all the same. */
export const JobAnswer = z.object({
  jobstatus: z.int(),
  jobresultcode: z.int().nullish(),
  jobresult: z.unknown().optional(),
});
export const JobError = z.object({ errorcode: z.int().nullish(), errortext: z.string().nullish() });
