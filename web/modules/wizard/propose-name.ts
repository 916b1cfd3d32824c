/** What the contract takes at most. */
const LONGEST = 42;

/** A name nobody of one's machines has: the profile's, then with a number behind it. */
export function proposeName(profile: string, taken: readonly string[]): string {
  const base = profile === "blank" ? "machine" : profile;
  for (let number = 1; ; number += 1) {
    const tail = number === 1 ? "" : `-${number}`;
    const name = `${base.slice(0, LONGEST - tail.length).replace(/-+$/, "")}${tail}`;
    if (!taken.includes(name)) return name;
  }
}
