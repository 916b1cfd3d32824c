/** What a person gave to import from; kept in memory only, for it holds passwords. */
export interface ImportTexts {
  readonly text: string;
  /** The file that the text came from, whose words are never shown; null for one that was pasted. */
  readonly file: string | null;
  readonly secureText: string;
  readonly secureFile: string | null;
}

export const NO_TEXTS: ImportTexts = { text: "", file: null, secureText: "", secureFile: null };

/** The most that the contract takes. */
export const LARGEST_FILE_BYTES = 131_072;

export interface GivenFile {
  readonly name: string;
  readonly size: number;
  text(): Promise<string>;
}

/** Takes files over, secure.yaml to its own place; names those that are too large to be one of these. */
export async function placeFiles(
  texts: ImportTexts,
  files: readonly GivenFile[],
): Promise<{ readonly texts: ImportTexts; readonly tooLarge: readonly string[] }> {
  let placed = texts;
  for (const file of files.filter(isSmall)) {
    const text = await file.text();
    placed = /^secure.*\.ya?ml$/i.test(file.name)
      ? { ...placed, secureText: text, secureFile: file.name }
      : { ...placed, text, file: file.name };
  }
  return { texts: placed, tooLarge: files.filter((file) => !isSmall(file)).map(({ name }) => name) };
}

function isSmall({ size }: GivenFile): boolean {
  return size <= LARGEST_FILE_BYTES;
}
