const SECRET_NAME = /PASSWORD|SECRET|TOKEN|_KEY|CREDENTIAL/i;
const SHORTEST = 4;

/** Replaces every secret of an environment wherever it turns up in a text. */
export type Redact = (text: string) => string;

/** Values of variables whose names promise a secret; very short ones would tear holes into ordinary words. */
export function makeRedactor(environment: Readonly<Record<string, string>>): Redact {
  const secrets = Object.entries(environment)
    .filter(([name, value]) => SECRET_NAME.test(name) && value.length >= SHORTEST)
    .flatMap(([, value]) => [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]);
  const distinct = [...new Set(secrets)].sort((left, right) => right.length - left.length);
  return (text) => distinct.reduce((clean, secret) => clean.replaceAll(secret, "(hidden)"), text);
}
