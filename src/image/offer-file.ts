import type { Bytes, OfferedFile } from "../cloud/index.ts";
import type { ContentLinks, ImageFiles } from "./ports.ts";

/** The sector of a disk. */
const SIZE = 512;

export interface FileOffers {
  /** A new small file at an address of its own. */
  open(): Promise<OfferedFile>;
  /** Somebody reads a content. */
  noteRead(sha256: string): void;
}

interface FileOffersParts {
  readonly files: ImageFiles;
  readonly links: ContentLinks;
  readonly newId: () => string;
  readonly newBytes: (size: number) => Uint8Array;
}

/** Small files for connection tests: a cloud's storage is asked to fetch one, as it fetches images. */
export function makeFileOffers({ files, links, newId, newBytes }: FileOffersParts): FileOffers {
  const offered = new Map<string, boolean>();

  async function open(): Promise<OfferedFile> {
    const mark = newId();
    await files.append(mark, 0, once(newBytes(SIZE)), SIZE);
    const digests = await files.digests(mark, "incoming", () => undefined, new AbortController().signal);
    const content = { ...digests, format: "raw", virtualBytes: SIZE } as const;
    await files.keep(mark, "incoming", content);
    await files.clear(mark);
    const purpose = `offer ${mark}`;
    const url = await links.open(purpose, content);
    offered.set(content.sha256, false);
    return {
      mark,
      content,
      url,
      wasFetched: () => offered.get(content.sha256) === true,
      async close() {
        offered.delete(content.sha256);
        await links.close(purpose);
        await files.drop(content);
      },
    };
  }

  return {
    open,
    noteRead(sha256) {
      if (offered.has(sha256)) offered.set(sha256, true);
    },
  };
}

async function* once(bytes: Uint8Array): Bytes {
  yield bytes;
}
