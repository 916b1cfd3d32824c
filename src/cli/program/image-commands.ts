import type { Command } from "commander";
import { type AddFlags, addImage } from "../commands/add-image.ts";
import { changeImage, listImages, publishImage, removeImage, showImage, tagImage } from "../commands/images.ts";
import type { Context } from "../context.ts";

/** Commands about the site's images, for its administrators. */
export function addImageCommands(program: Command, context: () => Context): void {
  const images = program
    .command("images")
    .description("images of the site, the same on every cloud; for administrators");
  images
    .command("list", { isDefault: true })
    .description("all images, and where they are")
    .action(() => listImages(context()));
  images
    .command("add <file-or-url>")
    .description("upload a disk, or have the service fetch one, and publish it; a broken upload goes on where it broke")
    .requiredOption("--name <name>", "what it is called on every cloud")
    .option("--os <system>", "what machines ask for to get it, such as ubuntu-24.04")
    .option("--format <format>", "qcow2, raw or iso; else told by its first bytes")
    .option("--convert <format>", "make it qcow2 or raw first")
    .option("--sha256 <digest>", "what its SHA-256 must be; of a file it is computed")
    .option("--tag <tag...>", "tags on every cloud")
    .option("--cloud <name...>", "only there; else on every shared cloud")
    .option("--share", "for other projects and accounts of the clouds too", false)
    .option("--no-wait", "do not wait until it is on every cloud")
    .action((source: string, flags: AddFlags) => addImage(context(), source, flags));
  images
    .command("show <image>")
    .description("one image: content, digest, and how it stands on each cloud")
    .action((name: string) => showImage(context(), name));
  images
    .command("publish <image>")
    .description("publish it on more clouds, or again where it failed")
    .option("--cloud <name...>", "only there; else on every shared cloud")
    .action((name: string, flags: { cloud?: readonly string[] }) => publishImage(context(), name, flags));
  images
    .command("hide <image>")
    .description("offer it for no new machine; those made from it stay")
    .option("--undo", "offer it again", false)
    .action((name: string, { undo }: { undo: boolean }) => changeImage(context(), name, { hidden: !undo }));
  images
    .command("share <image>")
    .description("let other projects and accounts of the clouds use it")
    .option("--undo", "for this site's own registrations alone again", false)
    .action((name: string, { undo }: { undo: boolean }) => changeImage(context(), name, { shared: !undo }));
  images
    .command("tag <image> [tags...]")
    .description("these tags and no others; without any, all are taken away")
    .action((name: string, tags: readonly string[]) => tagImage(context(), name, tags));
  images
    .command("rename <image> <name>")
    .description("another name, on every cloud")
    .action((name: string, next: string) => changeImage(context(), name, { name: next }));
  images
    .command("remove <image>")
    .description("remove it from everywhere, unless a machine was made from it")
    .action((name: string) => removeImage(context(), name));
}
