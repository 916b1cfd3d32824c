import * as z from "zod";
import {
  CloudKind,
  ImageContent,
  ImageCopyStatus,
  ImageFormat,
  ImageProblem,
  ImageStatus,
  OperatingSystem,
} from "../../contract/index.ts";
import type { ImageRecord } from "../../image/ports.ts";

const Copy = z.object({
  cloudId: z.string(),
  cloudName: z.string(),
  cloudKind: CloudKind,
  mark: z.string(),
  status: ImageCopyStatus,
  percent: z.int(),
  cloudImageId: z.string().nullable(),
  problem: ImageProblem.nullable(),
  labelDue: z.boolean(),
  tries: z.int(),
});

const Row = z.object({
  id: z.string(),
  home: z.string(),
  name: z.string(),
  os: OperatingSystem.nullable(),
  status: ImageStatus,
  format: ImageFormat.nullable(),
  convert_to: z.enum(["qcow2", "raw"]).nullable(),
  url: z.string().nullable(),
  source: z.string().nullable(),
  size_bytes: z.coerce.number().nullable(),
  sha256: z.string().nullable(),
  received_bytes: z.coerce.number(),
  percent: z.int(),
  content: ImageContent.nullable(),
  problem: ImageProblem.nullable(),
  tags: z.array(z.string()),
  shared: z.boolean(),
  hidden: z.boolean(),
  created_by: z.string(),
  created_at: z.date(),
  copies: z.array(Copy).nullable(),
});

/** An image with its copies, in the order of the clouds' names. */
export const SELECT_IMAGE = `select image.*, (
    select json_agg(json_build_object(
             'cloudId', copy.cloud_id, 'cloudName', cloud.name, 'cloudKind', cloud.kind, 'mark', copy.mark,
             'status', copy.status, 'percent', copy.percent, 'cloudImageId', copy.cloud_image_id,
             'problem', copy.problem, 'labelDue', copy.label_due, 'tries', copy.tries) order by cloud.name, cloud.id)
      from image_copy copy join cloud on cloud.id = copy.cloud_id
     where copy.image_id = image.id) as copies
  from image`;

export function imageOf(found: unknown): ImageRecord {
  const row = Row.parse(found);
  const { id, home, name, os, status, format, url, source, sha256, percent, content, problem, tags } = row;
  return {
    ...{ id, home, name, os, status, format, url, source, sha256, percent, content, problem, tags },
    ...{ shared: row.shared, hidden: row.hidden, convertTo: row.convert_to, createdBy: row.created_by },
    ...{ sizeBytes: row.size_bytes, receivedBytes: row.received_bytes, createdAt: row.created_at.toISOString() },
    copies: row.copies ?? [],
  };
}
