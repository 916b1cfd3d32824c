import { guessVolumeSpeed } from "./guess-volume-speed.ts";
import type { CatalogWords } from "./ports.ts";
import { recognizeOs } from "./recognize-os.ts";

/** What the clouds' clients are handed to read a catalog with. */
export const catalogWords: CatalogWords = { recognizeOs, guessVolumeSpeed };
