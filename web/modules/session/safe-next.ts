/** Where to go after signing in: a page of ours, whatever a link says. */
export function safeNext(wanted: string | null): string {
  return wanted !== null && /^\/app\/(?!sign-)[\w/-]*$/.test(wanted) ? wanted : "/app/machines";
}
