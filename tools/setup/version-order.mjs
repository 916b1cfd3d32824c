/**
 * Compares two versions by their three numbers; what follows a hyphen is ignored.
 *
 * @param {string} version such as "v22.19.0" or "1.9.0-dev"
 * @param {string} oldest
 */
export function isAtLeast(version, oldest) {
  const have = numbersOf(version);
  const need = numbersOf(oldest);
  const at = have.findIndex((number, index) => number !== need[index]);
  return at === -1 || have[at] > need[at];
}

function numbersOf(version) {
  const found = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  return [1, 2, 3].map((index) => Number(found[index] ?? 0));
}
