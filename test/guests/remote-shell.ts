import { Client } from "ssh2";

export interface RemoteShell {
  /** Standard output and error of a shell line run as root, trimmed. */
  run(line: string, patienceMs?: number): Promise<string>;
  close(): void;
}

export interface RemotePlace {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly privateKey: string;
}

/** Logs in as a person does, with their key. Throws when the machine does not let them in yet. */
export async function openRemoteShell(place: RemotePlace): Promise<RemoteShell> {
  const client = new Client();
  // It may tell of an error more than once; without a listener the second would end the process.
  client.on("error", () => undefined);
  await new Promise<void>((resolve, reject) => {
    client.once("ready", resolve).once("error", reject);
    // A guest without KVM takes half a minute for the key exchange while first boot keeps it busy.
    client.connect({ ...place, readyTimeout: 120_000, keepaliveInterval: 15_000, keepaliveCountMax: 20 });
  });

  function run(line: string, patienceMs = 600_000): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no end in ${patienceMs} ms: ${line}`)), patienceMs);
      client.exec(`sudo -n sh -c ${quoted(line)}`, (refusal, stream) => {
        if (refusal) return reject(refusal);
        let said = "";
        for (const source of [stream, stream.stderr]) {
          source.setEncoding("utf8").on("data", (text: string) => {
            said += text;
          });
        }
        stream.on("close", () => {
          clearTimeout(timer);
          resolve(said.trim());
        });
      });
    });
  }

  return { run, close: () => client.end() };
}

function quoted(line: string): string {
  return `'${line.replaceAll("'", `'\\''`)}'`;
}
