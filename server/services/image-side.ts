import type { ImageContent } from "../../src/contract/index.ts";
import type { Bytes, ImageDesk } from "../../src/image/index.ts";

/** What the routes about images ask for. */
export interface ImageServices extends ImageDesk {
  /** The content that a secret opens, for a cloud's storage; null when it opens none, or its file lies elsewhere. */
  linked(token: string): Promise<ImageContent | null>;
  read(content: ImageContent, range?: { readonly from: number; readonly to: number }): Bytes;
}
