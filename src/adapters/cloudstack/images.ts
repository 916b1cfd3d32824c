import * as z from "zod";
import type { CloudImageSight, CloudImages, ImageLabel } from "../../cloud/ports.ts";
import type { CloudstackRegistration, OperatingSystem } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import { Template } from "./answers.ts";
import { type AsyncJobWait, startAsyncJob, waitForAsyncJob } from "./async-job.ts";
import type { CloudstackApi } from "./cloudstack-api.ts";
import { findZone } from "./find-zone.ts";

const OsType = z.object({ id: z.string(), description: z.string() });
const Machine = z.object({ id: z.string(), name: z.string() });
const Success = z.object({ success: z.union([z.boolean(), z.string()]).nullish() });
const SeenTemplate = Template.extend({
  status: z.string().nullish(),
  downloaddetails: z
    .array(z.object({ downloadPercent: z.coerce.number().nullish(), downloadState: z.string().nullish() }))
    .nullish(),
});
type SeenTemplate = z.infer<typeof SeenTemplate>;

/** Value of the tags that are ours to change. */
const OURS = "twinstack";
/** CloudStack hides no templates; our own catalog leaves out those with this tag. */
export const HIDDEN_TAG = "twinstack-hidden";
const OTHER_LINUX = "Other Linux (64-bit)";

/**
 * Templates. CloudStack gives ids itself and takes no tags at registration, so the mark stands in the description: at its
 * beginning, where no system's name can run into it.
 */
export function makeCloudstackImages(
  api: CloudstackApi,
  { zone, projectId }: CloudstackRegistration,
  wait: (signal?: AbortSignal) => AsyncJobWait,
): CloudImages {
  const project: Record<string, string> = projectId === undefined ? {} : { projectid: projectId };

  async function find(mark: string, id: string | null, signal?: AbortSignal): Promise<SeenTemplate | null> {
    const templates = await api.list(
      "listTemplates",
      { ...project, templatefilter: "self" },
      "template",
      SeenTemplate,
      signal,
    );
    const marked = templates.find((one) => (one.displaytext ?? "").startsWith(markText(mark)));
    return marked ?? templates.find((one) => one.id === id) ?? null;
  }

  async function perform(command: string, parameters: Record<string, string>, signal?: AbortSignal): Promise<void> {
    const { jobId } = await startAsyncJob(api, command, parameters, signal);
    await waitForAsyncJob(jobId, wait(signal));
  }

  return {
    async look(mark, cloudImageId, signal) {
      const template = await find(mark, cloudImageId, signal);
      return template === null ? null : sightOf(template);
    },

    async begin(mark, label, content, signal) {
      if (content.format === "iso") {
        throw new AppError("cloud-refused", "CloudStack makes machines of disks, not of ISO images.", {
          remedy: "Publish a qcow2 or raw disk there; the ISO image stays on OpenStack.",
        });
      }
      const [{ id: zoneid }, osTypes] = await Promise.all([
        findZone(api, zone, signal),
        api.list("listOsTypes", {}, "ostype", OsType, signal),
      ]);
      const parameters = {
        ...{ ...project, zoneid, name: label.name, displaytext: describe(mark, label), url: await content.link() },
        ...{ format: content.format.toUpperCase(), hypervisor: "KVM", ostypeid: osTypeOf(label.os, osTypes) },
        ...{
          checksum: `{SHA-256}${content.sha256}`,
          requireshvm: "true",
          sshkeyenabled: "true",
          isextractable: "true",
        },
        ...{ "details[0].rootDiskController": "virtio", "details[0].nicAdapter": "virtio" },
      };
      await api.call("registerTemplate", parameters, z.unknown(), signal);
    },

    async fill() {
      throw new AppError("internal", "CloudStack fetches templates by itself.");
    },

    async label(id, mark, label, signal) {
      const wanted = new Set([...label.tags, ...(label.hidden ? [HIDDEN_TAG] : [])]);
      await api.call(
        "updateTemplate",
        { id, name: label.name, displaytext: describe(mark, label) },
        z.unknown(),
        signal,
      );
      const tags = (await find(mark, id, signal))?.tags ?? [];
      const ours = tags.filter(({ value }) => value === OURS).map(({ key }) => key);
      await retag(
        "deleteTags",
        id,
        ours.filter((key) => !wanted.has(key)),
        signal,
      );
      await retag(
        "createTags",
        id,
        [...wanted].filter((key) => !tags.some((tag) => tag.key === key)),
        signal,
      );
      try {
        await api.call("updateTemplatePermissions", { id, ispublic: String(label.shared) }, Success, signal);
        return "";
      } catch (error) {
        if (!(error instanceof AppError) || !label.shared || error.code === "cloud-unreachable") throw error;
        return `It is not shared: ${error.message}`;
      }
    },

    async machinesFrom(templateid, signal) {
      const machines = await api.list(
        "listVirtualMachines",
        { ...project, templateid, listall: "true" },
        "virtualmachine",
        Machine,
        signal,
      );
      return machines.map(({ name }) => name);
    },

    remove: (id, signal) => perform("deleteTemplate", { id }, signal),
  };

  async function retag(command: string, id: string, keys: readonly string[], signal?: AbortSignal): Promise<void> {
    if (keys.length === 0) return;
    const tags = keys.flatMap((key, at) => [
      [`tags[${at}].key`, key],
      [`tags[${at}].value`, OURS],
    ]);
    await perform(command, { resourceids: id, resourcetype: "Template", ...Object.fromEntries(tags) }, signal);
  }
}

function markText(mark: string): string {
  return `[twinstack ${mark}]`;
}

/** Says the system in the words that the catalog recognizes. */
function describe(mark: string, { name, os }: ImageLabel): string {
  return `${markText(mark)} ${os === null ? "" : `${os.family} ${os.version}: `}${name}`;
}

/** On KVM the type decides whether the guest gets virtio (clouds.md §3.7): an unknown one is some Linux. */
function osTypeOf(os: OperatingSystem | null, types: readonly z.infer<typeof OsType>[]): string {
  const words = os === null ? [] : [os.family === "rocky" ? "rocky linux" : os.family, os.version];
  const fits = ({ description }: { description: string }) => {
    const said = description.toLowerCase();
    return words.every((word) => said.includes(word));
  };
  const [exact, other] = [
    words.length === 0 ? undefined : types.find(fits),
    types.find(({ description }) => description === OTHER_LINUX),
  ];
  return exact?.id ?? other?.id ?? types[0]?.id ?? "";
}

function sightOf(template: SeenTemplate): CloudImageSight {
  const { id, isready, status, downloaddetails } = template;
  const cloudStatus = status ?? "";
  const [detail] = downloaddetails ?? [];
  const common = { cloudImageId: id, cloudStatus, sha512: null, sizeBytes: null };
  // The server has checked SHA-256 itself when it says ready.
  if (isready === true) return { ...common, status: "active", percent: 100 };
  const failed =
    /ERROR|ABANDONED/.test(detail?.downloadState ?? "") ||
    !/^$|\d+% Downloaded|Complete|Installing|Creat|Process/i.test(cloudStatus);
  return { ...common, status: failed ? "failed" : "filling", percent: Math.min(99, detail?.downloadPercent ?? 0) };
}
