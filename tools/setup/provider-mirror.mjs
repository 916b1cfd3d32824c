import { chmodSync, existsSync, linkSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { REGISTRY_HOSTS } from "./pins.mjs";

/** The mirror's folder in the cache. */
export function mirrorFolder(context) {
  return join(context.places.cacheFolder, "providers");
}

/** Where a provider's program lies for each registry name: the engines follow no linked folders, so it is hard-linked. */
export function mirrorPlaces(context, provider, mirror = mirrorFolder(context)) {
  const { goos, goarch } = context.platform;
  const [, type] = provider.source.split("/");
  return Object.values(REGISTRY_HOSTS).map((host) =>
    join(
      mirror,
      host,
      provider.source,
      provider.version,
      `${goos}_${goarch}`,
      `terraform-provider-${type}_v${provider.version}`,
    ),
  );
}

/** Whether a mirror holds the provider under every registry name. */
export function findInMirror(context, provider, mirror) {
  return mirrorPlaces(context, provider, mirror).every((place) => existsSync(place));
}

/** Lays one program under every registry name, read-only; made elsewhere first, because engines hash the whole folder. */
export function adoptProvider(context, provider, program) {
  chmodSync(program, 0o555);
  for (const place of mirrorPlaces(context, provider)) {
    if (place === program || existsSync(place)) continue;
    mkdirSync(dirname(place), { recursive: true });
    const partial = join(mirrorFolder(context), `.partial-link-${process.pid}`);
    rmSync(partial, { force: true });
    linkSync(program, partial);
    renameSync(partial, place);
  }
}
