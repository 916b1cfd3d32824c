import type { CondensedApiEntry } from "./api-catalog.ts";

const LISTING = [
  "page:integer",
  "pagesize:integer",
  "listall:boolean",
  "projectid:uuid",
  "account:string",
  "domainid:uuid",
];

/** Commands without a recording: their parameters as the 4.22 API documentation gives them. */
export const UNRECORDED_COMMANDS: Record<string, CondensedApiEntry> = {
  createConsoleEndpoint: entry(false, "virtualmachineid:uuid!", "token:string"),
  updateServiceOffering: entry(false, "id:uuid!", "name:string", "displaytext:string"),
  deleteDiskOffering: entry(false, "id:uuid!"),
  updateVMAffinityGroup: entry(true, "id:uuid!", "affinitygroupids:list", "affinitygroupnames:list"),
  expungeVirtualMachine: entry(true, "id:uuid!"),
  resetPasswordForVirtualMachine: entry(true, "id:uuid!", "password:string"),
  resetUserDataForVirtualMachine: entry(false, "id:uuid!", "userdata:string", "userdataid:uuid", "userdatadetails:map"),
  destroyVolume: entry(true, "id:uuid!", "expunge:boolean"),
  uploadVolume: entry(
    true,
    "name:string!",
    "url:string!",
    "format:string!",
    "zoneid:uuid!",
    "checksum:string",
    "diskofferingid:uuid",
    "projectid:uuid",
    "account:string",
    "domainid:uuid",
  ),
  deleteSnapshot: entry(true, "id:uuid!", "zoneid:uuid"),
  extractSnapshot: entry(true, "id:uuid!", "zoneid:uuid!"),
  listObjectStoragePools: entry(false, "id:uuid", "name:string", "provider:string", ...LISTING),
  createBucket: entry(
    true,
    "name:string!",
    "objectstorageid:uuid!",
    "quota:integer",
    "encryption:boolean",
    "versioning:boolean",
    "objectlocking:boolean",
    "policy:string",
    "projectid:uuid",
    "account:string",
    "domainid:uuid",
  ),
  listBuckets: entry(false, "id:uuid", "name:string", "objectstorageid:uuid", "ids:list", "tags:map", ...LISTING),
  updateBucket: entry(false, "id:uuid!", "quota:integer", "encryption:boolean", "versioning:boolean", "policy:string"),
  deleteBucket: entry(false, "id:uuid!"),
  listSecurityGroups: entry(false, "id:uuid", "securitygroupname:string", ...LISTING),
};

function entry(isAsync: boolean, ...parameters: string[]): CondensedApiEntry {
  return { isAsync, parameters, response: [] };
}
