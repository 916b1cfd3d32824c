/** Ctrl+F6 leaves a terminal or a screen, which take every other key for themselves. */
export function isLeaveKey(event: KeyboardEvent): boolean {
  return event.type === "keydown" && event.key === "F6" && event.ctrlKey;
}

/** Puts the keyboard on the button that disconnects, from where Tab goes on as usual. */
export function leaveByKey(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
  document.querySelector<HTMLButtonElement>(".session-leave")?.focus();
}
