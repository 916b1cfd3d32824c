import type { Viewer } from "../core/access.ts";
import type { Json } from "../core/command.ts";
import type { Template } from "../core/model.ts";
import type { World } from "../core/world.ts";
import { SECONDARY_STORAGE } from "../seed/hosts.ts";
import { ownerView, tagViews } from "./owner-view.ts";

/** A template; `status` is for its owner and administrators. */
export function templateView(world: World, template: Template, viewer: Viewer): Json {
  const isOwn = viewer.isRootAdmin || template.accountId === viewer.account.id;
  return {
    id: template.id,
    name: template.name,
    displaytext: template.displayText,
    ispublic: template.isPublic,
    created: template.created,
    isready: template.isReady,
    passwordenabled: template.passwordEnabled,
    format: template.format,
    isfeatured: template.isFeatured,
    crossZones: template.crossZones,
    ostypeid: template.osTypeId,
    ostypename: world.tables.osTypes.get(template.osTypeId)?.description ?? "",
    zoneid: template.zoneId,
    zonename: world.tables.zones.must(template.zoneId).name,
    ...(isOwn ? { status: template.status } : {}),
    ...(template.size === undefined ? {} : { size: template.size }),
    ...(template.physicalSize === undefined ? {} : { physicalsize: template.physicalSize }),
    templatetype: template.kind,
    hypervisor: template.hypervisor,
    ...ownerView(world, template),
    isextractable: template.isExtractable,
    ...(template.checksum === undefined ? {} : { checksum: template.checksum }),
    ...(template.sourceTemplateId !== undefined && isOwn ? { sourcetemplateid: template.sourceTemplateId } : {}),
    details: template.details,
    downloaddetails: [
      {
        downloadState: template.downloadState,
        datastore: SECONDARY_STORAGE.name,
        downloadPercent: String(template.downloadPercent),
        ...(viewer.isRootAdmin ? { datastoreRole: "Image", datastoreId: SECONDARY_STORAGE.id } : {}),
      },
    ],
    arch: "x86_64",
    bits: 0,
    sshkeyenabled: template.sshKeyEnabled,
    isdynamicallyscalable: template.dynamicallyScalable,
    directdownload: template.directDownload,
    deployasis: false,
    forcks: false,
    requireshvm: template.requiresHvm,
    ...(template.url !== undefined && isOwn ? { url: template.url } : {}),
    tags: tagViews(world, template.id),
    hasannotations: false,
  };
}
