/** The known name a person most likely meant, or null when nothing is close. */
export function nearestName(wrong: string, known: readonly string[]): string | null {
  const word = wrong.slice(0, 64).toLowerCase();
  let best: { readonly name: string; readonly distance: number } | null = null;
  for (const name of known) {
    const distance = editDistance(word, name.toLowerCase());
    if (best === null || distance < best.distance) best = { name, distance };
  }
  if (best === null) return null;
  const contained = known.find((name) => word.length >= 3 && name.toLowerCase().includes(word));
  if (best.distance <= Math.max(2, Math.floor(best.name.length / 3))) return best.name;
  return contained ?? null;
}

/** Levenshtein distance over two rows. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
