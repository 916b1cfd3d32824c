import { newOwner, requireAccess, target, visible } from "../core/access.ts";
import { internalError, invalidParameter } from "../core/api-error.ts";
import { async, type Call, type CommandFamily, type Json, sync } from "../core/command.ts";
import { requireRoom } from "../core/limits.ts";
import type { Snapshot, Template, Volume } from "../core/model.ts";
import { listOf } from "../core/paging.ts";
import { hasTags } from "../core/tag-filter.ts";
import { checkImageUrl } from "../images/check-image-url.ts";
import { downloadTemplate } from "../images/download-template.ts";
import { templateView } from "../views/template-view.ts";
import { volumeInErrors } from "../views/volume-view.ts";

interface TemplateWork {
  id: string;
}

const FILTERS = ["featured", "self", "selfexecutable", "sharedexecutable", "executable", "community", "all", "shared"];

/** Templates: registering from a URL, making one from a volume or a snapshot, changing, deleting. */
export const TEMPLATE_COMMANDS: CommandFamily = {
  registerTemplate: sync(registerTemplate),
  listTemplates: sync(listTemplates, { id: "templates" }),
  updateTemplate: sync(updateTemplate, { id: "templates" }),
  updateTemplatePermissions: sync(updatePermissions, { id: "templates" }),
  listTemplatePermissions: sync(listPermissions, { id: "templates" }),

  createTemplate: async<TemplateWork>({
    byAdmin: true,
    instanceType: "Template",
    javaClass: "user.template.CreateTemplateCmd",
    eventType: "TEMPLATE.CREATE",
    admit(call) {
      const { id } = create(call);
      return { work: { id }, instanceId: id, answersId: true };
    },
    finish({ world, caller }, { id }) {
      const template = world.tables.templates.must(id);
      Object.assign(template, {
        isReady: true,
        status: "Download Complete",
        downloadState: "DOWNLOADED",
        downloadPercent: 100,
      });
      return { template: templateView(world, template, caller) };
    },
    abandon: ({ world }, { id }) => world.tables.templates.retire(id),
  }),

  deleteTemplate: async<TemplateWork>({
    javaClass: "user.template.DeleteTemplateCmd",
    instanceType: "Template",
    eventType: "TEMPLATE.DELETE",
    id: "templates",
    admit(call) {
      const template = target(call, call.world.tables.templates, "id");
      rejectInUse(call, template);
      return { work: { id: template.id }, instanceId: template.id };
    },
    finish({ world, images }, { id }) {
      const { file } = world.tables.templates.must(id);
      if (file !== undefined) images.remove(file);
      world.tables.templates.retire(id);
      return { success: true };
    },
  }),
};

async function registerTemplate(call: Call): Promise<Json> {
  const { parameters, world, caller } = call;
  const owner = newOwner(call);
  const format = parameters.required("format").toUpperCase();
  const url = parameters.required("url");
  await checkImageUrl(url, format, call.allowLoopbackImages);
  requireRoom(world, owner, "template", 1);
  const name = parameters.required("name");
  const checksum = parameters.text("checksum");
  const template = world.tables.templates.add({
    ...blank(call, name),
    ...owner,
    format,
    url,
    ...(checksum === undefined ? {} : { checksum }),
    hypervisor: parameters.required("hypervisor"),
    zoneId: zoneFor(call),
    crossZones: parameters.text("zoneid") === "-1",
    isPublic: parameters.flag("ispublic") ?? false,
    isFeatured: (parameters.flag("isfeatured") ?? false) && caller.isRootAdmin,
    isExtractable: parameters.flag("isextractable") ?? false,
    directDownload: parameters.flag("directdownload") ?? false,
    details: parameters.mergedMap("details"),
  });
  downloadTemplate(call, template);
  return { count: 1, template: [templateView(world, template, caller)] };
}

function create(call: Call): Template {
  const { parameters, world } = call;
  const owner = newOwner(call);
  const origin = originOf(call);
  requireRoom(world, owner, "template", 1);
  const source = world.tables.templates.get(origin.templateId);
  const size = "sizeBytes" in origin ? origin.sizeBytes : origin.virtualSize;
  const file = origin.file ?? source?.file;
  return world.tables.templates.add({
    ...blank(call, parameters.required("name")),
    ...owner,
    format: "QCOW2",
    hypervisor: "KVM",
    zoneId: origin.zoneId,
    crossZones: false,
    isPublic: parameters.flag("ispublic") ?? false,
    isFeatured: false,
    isExtractable: source?.isExtractable ?? false,
    directDownload: false,
    size,
    physicalSize: size,
    ...(source ? { sourceTemplateId: source.id } : {}),
    ...(file === undefined ? {} : { file }),
    details: {},
  });
}

function originOf(call: Call): Volume | Snapshot {
  const { parameters, world } = call;
  if (parameters.has("snapshotid")) return target(call, world.tables.snapshots, "snapshotid");
  if (!parameters.has("volumeid")) {
    throw invalidParameter("Unable to create a template: either volumeId or snapshotId has to be passed in");
  }
  const volume = target(call, world.tables.volumes, "volumeid");
  const machine = world.tables.virtualMachines.get(volume.virtualMachineId);
  if (machine && machine.state !== "Stopped" && machine.state !== "Destroyed") {
    throw internalError(
      `Unable to create private template for volume: ${volumeInErrors(world, volume)}; volume is attached to a ` +
        "non-stopped VM, please stop the VM first",
    );
  }
  return volume;
}

function blank({ parameters, world }: Call, name: string) {
  return {
    ...world.newRow("template"),
    name,
    displayText: parameters.text("displaytext") ?? name,
    osTypeId: parameters.text("ostypeid") ?? world.tables.osTypes.all()[0]?.id ?? "",
    passwordEnabled: parameters.flag("passwordenabled") ?? false,
    sshKeyEnabled: parameters.flag("sshkeyenabled") ?? false,
    dynamicallyScalable: parameters.flag("isdynamicallyscalable") ?? false,
    requiresHvm: parameters.flag("requireshvm") ?? true,
    kind: "USER" as const,
    isReady: false,
    status: "",
    downloadState: "NOT_DOWNLOADED",
    downloadPercent: 0,
  };
}

function zoneFor({ parameters, world }: Call): string {
  const [first] = [...parameters.list("zoneids"), ...parameters.list("zoneid")].filter((id) => id !== "-1");
  return first ?? world.tables.zones.all()[0]?.id ?? "";
}

function listTemplates(call: Call): Json {
  const { parameters, world, caller } = call;
  const filter = parameters.required("templatefilter");
  if (!FILTERS.includes(filter)) throw invalidParameter(`Invalid templatefilter parameter: ${filter}`);
  if (filter === "all" && !caller.isRootAdmin) throw invalidParameter("Filter all can be specified by admin only");
  const [id, name, zoneId] = [parameters.text("id"), parameters.text("name"), parameters.text("zoneid")];
  const hypervisor = parameters.text("hypervisor");
  const own = new Set(visible(call, world.tables.templates.all()));
  const rows = world.tables.templates
    .where((row) => passes(filter, row, own.has(row)))
    .filter((row) => id === undefined || row.id === id)
    .filter((row) => name === undefined || row.name === name)
    .filter((row) => zoneId === undefined || row.zoneId === zoneId)
    .filter((row) => hypervisor === undefined || row.hypervisor.toLowerCase() === hypervisor.toLowerCase())
    .filter((row) => hasTags(call, row.id));
  return listOf(call, "template", rows, (row) => templateView(world, row, caller));
}

function passes(filter: string, template: Template, isOwn: boolean): boolean {
  const isOfUser = isOwn && template.kind === "USER";
  if (filter === "featured") return template.isFeatured && template.isPublic;
  if (filter === "community") return template.isPublic && !template.isFeatured;
  if (filter === "self" || filter === "selfexecutable") return isOfUser;
  // A template that is still downloading shows to its owner only: the provider polls it by this filter.
  if (filter === "executable") return (template.isPublic && template.isReady) || isOwn;
  return filter === "all";
}

function updateTemplate(call: Call): Json {
  const { parameters, world, caller } = call;
  const template = target(call, world.tables.templates, "id");
  template.name = parameters.text("name") ?? template.name;
  template.displayText = parameters.text("displaytext") ?? template.displayText;
  template.osTypeId = parameters.text("ostypeid") ?? template.osTypeId;
  template.passwordEnabled = parameters.flag("passwordenabled") ?? template.passwordEnabled;
  template.sshKeyEnabled = parameters.flag("sshkeyenabled") ?? template.sshKeyEnabled;
  const { zoneid: _z, zonename: _n, status: _s, downloaddetails: _d, ...view } = templateView(world, template, caller);
  return { template: { ...view, bootable: true } };
}

function updatePermissions(call: Call): Json {
  const { parameters, world } = call;
  const template = target(call, world.tables.templates, "id");
  template.isPublic = parameters.flag("ispublic") ?? template.isPublic;
  template.isFeatured = parameters.flag("isfeatured") ?? template.isFeatured;
  template.isExtractable = parameters.flag("isextractable") ?? template.isExtractable;
  return { success: true };
}

function listPermissions(call: Call): Json {
  const { world } = call;
  const template = world.tables.templates.must(call.parameters.required("id"));
  if (!template.isPublic) requireAccess(call, template);
  const domainid = world.tables.accounts.must(template.accountId).domainId;
  return { templatepermission: { id: template.id, ispublic: template.isPublic, domainid } };
}

/** Trap C8: a template stays while a machine that is not expunged was made from it. */
function rejectInUse({ world, parameters }: Call, template: Template): void {
  if (parameters.flag("forced")) return;
  const users = world.tables.virtualMachines.where((machine) => machine.templateId === template.id);
  if (users.length === 0) return;
  const names = users.map((machine) => machine.name).join(", ");
  throw invalidParameter(
    `Unable to delete template with id: ${template.id} because there are [${users.length}] VM instances: [${names}] using it.`,
  );
}
