import type { Table } from "../core/cloud-state.ts";

export interface ImageMember {
  readonly memberId: string;
  status: "pending" | "accepted" | "rejected";
  readonly createdAt: string;
  updatedAt: string;
}

export interface Image {
  readonly id: string;
  name: string | null;
  status: string;
  visibility: string;
  protected: boolean;
  hidden: boolean;
  diskFormat: string | null;
  containerFormat: string | null;
  minDisk: number;
  minRam: number;
  readonly owner: string;
  tags: string[];
  /** Free properties, answered at the top level of the image. */
  properties: Record<string, string>;
  size: number | null;
  virtualSize: number | null;
  checksum: string | null;
  hashValue: string | null;
  /** Where the content is kept. */
  blob: string | null;
  members: ImageMember[];
  readonly createdAt: string;
  updatedAt: string;
}

export interface ImageState {
  images: Table<Image>;
}
