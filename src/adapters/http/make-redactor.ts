/** Takes secrets out of text that a cloud or a proxy sent: some echo the request, signature and key included. */
export type Redact = (text: string) => string;

const SHORTEST_SECRET = 4;

export function makeRedactor(secrets: readonly string[]): Redact {
  const hidden = [...new Set(secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]))]
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  return (text) => hidden.reduce((left, secret) => left.replaceAll(secret, "…"), hideQuerySecrets(text));
}

function hideQuerySecrets(text: string): string {
  return text.replaceAll(/\b(signature|apikey|password|secret|secretkey)=[^&\s"'<>]+/gi, "$1=…");
}
