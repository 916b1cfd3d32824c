/** An OpenSSH public key: its kind, and the note that people put behind it. */
export function keyParts(key: string): { readonly kind: string; readonly note: string } {
  const [kind = "", , ...note] = key.split(" ");
  return { kind, note: note.join(" ") };
}
