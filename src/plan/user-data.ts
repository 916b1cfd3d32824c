import type { Issue, SitePlan } from "../contract/index.ts";
import { ok, type Result, refused } from "../kernel/result.ts";
import type { BootInput } from "./cloud-init/boot-input.ts";
import { cloudConfig } from "./cloud-init/cloud-config.ts";
import { isMapping } from "./cloud-init/merge-cloud-init.ts";
import type { TextTools } from "./ports.ts";

/** CloudStack takes 32,768 base64 characters by default, which are 24,576 bytes (clouds.md §1). */
export const MAX_USER_DATA_BYTES = 24_576;

/** First boot as both clouds take it: plain while it is small enough, else compressed, which cloud-init reads too. */
export function userData(input: BootInput, text: TextTools): Result<SitePlan["userData"], readonly Issue[]> {
  const plain = `#cloud-config\n${text.renderYaml(cloudConfig(input, ownCloudInit(input, text)))}`;
  const rawBytes = utf8Bytes(plain);
  if (rawBytes <= MAX_USER_DATA_BYTES) return ok({ encoding: "plain", content: plain, rawBytes });
  const packed = text.gzipBase64(plain);
  const packedBytes = (packed.length / 4) * 3;
  if (packedBytes <= MAX_USER_DATA_BYTES) return ok({ encoding: "gzip-base64", content: packed, rawBytes });
  return refused([tooLarge(input, packedBytes)]);
}

/** The person's cloud-init as a mapping; the check has seen that it is one. */
function ownCloudInit({ requirement }: BootInput, text: TextTools): Readonly<Record<string, unknown>> {
  const { cloudInit } = requirement.software;
  const own = cloudInit === null ? null : text.parseYaml(cloudInit);
  return isMapping(own) ? own : {};
}

/** Names the largest part first, because that is what the person can move elsewhere. */
function tooLarge({ requirement }: BootInput, packedBytes: number): Issue {
  const { software, access } = requirement;
  const parts = [
    ...software.files.map((file, index) => ({
      pointer: `/software/files/${index}/content`,
      what: `the file ${file.path}`,
      bytes: file.secret ? 0 : utf8Bytes(file.content),
    })),
    ...software.firstBootCommands.map((command, index) => ({
      pointer: `/software/firstBootCommands/${index}`,
      what: `first-boot command ${index + 1}`,
      bytes: utf8Bytes(command),
    })),
    { pointer: "/software/cloudInit", what: "the own cloud-init", bytes: utf8Bytes(software.cloudInit ?? "") },
    { pointer: "/access/sshKeys", what: "the SSH keys", bytes: utf8Bytes(access.sshKeys.join("\n")) },
    { pointer: "/software/packages", what: "the list of packages", bytes: utf8Bytes(software.packages.join("\n")) },
  ].toSorted((a, b) => b.bytes - a.bytes);
  const largest = parts.slice(0, 3).filter((part) => part.bytes > 0);
  return {
    pointer: largest[0]?.pointer ?? "/software",
    code: "user-data-too-large",
    message: `First boot is ${packedBytes} bytes even when compressed; the clouds take ${MAX_USER_DATA_BYTES}. Most of it: ${largest
      .map((part) => `${part.what} (${part.bytes} bytes)`)
      .join(", ")}.`,
    remedy: "Make it shorter, or fetch large content at first boot with a command such as curl.",
  };
}

/** Bytes of a text in UTF-8. */
function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
