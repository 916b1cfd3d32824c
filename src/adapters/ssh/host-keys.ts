/** What machines are called in the file of known hosts: pinned is the key, whatever the address. */
export const HOST_ALIAS = "machine";

/** One public key, with the comment that some put behind it. Comes from machines, so nothing of it is trusted. */
const KEY = /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)) ([A-Za-z0-9+/]{20,8000}={0,2})(?: [^\r\n]*)?$/;

/** The content of a `known_hosts` file that knows one machine by these keys; what is not a key is left out. */
export function knownHosts(keys: readonly string[]): string {
  return keys
    .flatMap((key) => {
      const [, kind, blob] = KEY.exec(key.trim()) ?? [];
      return kind === undefined || blob === undefined ? [] : [`${HOST_ALIAS} ${kind} ${blob}\n`];
    })
    .join("");
}

/** The keys in a `known_hosts` file that ssh wrote. */
export function keysIn(file: string): readonly string[] {
  return file.split("\n").flatMap((line) => {
    const [host, kind, blob] = line.split(" ");
    return host === HOST_ALIAS && kind !== undefined && blob !== undefined ? [`${kind} ${blob}`] : [];
  });
}
