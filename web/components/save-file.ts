/** Gives the browser a file to keep. */
export function saveFile(name: string, content: string | Uint8Array<ArrayBuffer>, type = "text/plain"): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // A browser may begin to read only after this returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
