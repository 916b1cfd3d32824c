const LABEL = /^([a-z][a-z0-9-]{0,30})=(\S.{0,62})$/;

/** Labels as lines of `name=value`, in the order of their names. */
export function linesOf(labels: Readonly<Record<string, string>>): string {
  const lines = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  return lines.sort().join("\n");
}

/** The other way round; the number of the first line that is no label, or null. */
export function labelsOf(text: string): {
  readonly labels: Readonly<Record<string, string>>;
  readonly badLine: number | null;
} {
  const lines = text.split("\n").map((line) => line.trim());
  const bad = lines.findIndex((line) => line !== "" && !LABEL.test(line));
  const pairs = lines.flatMap((line) => {
    const [, name, value] = LABEL.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return { labels: Object.fromEntries(pairs), badLine: bad === -1 ? null : bad + 1 };
}
