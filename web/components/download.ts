/** Hands a text to the browser as a file to keep. */
export function download(fileName: string, text: string, type = "text/plain"): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  // A browser may begin to read only after this returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
