export const ADDRESS_FIELDS = new Set(["source", "cidr"]);
export const SECRET_FIELDS = new Set(["password", "content"]);
export const RANGE_UNITS: Readonly<Record<string, string>> = { string: " characters", array: " entries" };
/** What one entry of a list is called. */
export const ENTRY_WORDS: Readonly<Record<string, string>> = {
  packages: "the name of one package",
  services: "the name of a service",
  sshKeys: "an SSH public key",
  source: "a range of addresses",
  cidr: "a range of addresses",
  port: "a port or a range of ports",
};
export const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a group of named values",
  record: "a group of named values",
};
export const FORMAT_REMEDIES: Readonly<Record<string, string>> = {
  date: "Write a day as YYYY-MM-DD, such as 2027-02-28.",
  email: "Write an address such as name@example.org.",
  version: 'Write a version in quotes, such as "24.04" or "21".',
  path: "Write a whole path that starts with / and has no ~ in it.",
  mountPath: "Write a folder such as /data/photos: letters, digits, dots, dashes and underscores.",
  permissions: 'Write four octal digits in quotes, such as "0644".',
  owner: "Write a user or user:group, such as www-data:www-data.",
  loginName: "Use 1 to 32 lower-case letters, digits, dashes and underscores, starting with a letter.",
  packages: "Write package names as the operating system knows them, one per entry.",
  services: "Write systemd service names such as nginx.",
};

/** The last name on the path; the list's name for an entry of a list. */
export function fieldName(path: readonly PropertyKey[]): string {
  return String(path.findLast((part) => typeof part === "string") ?? "requirement");
}

export function kindOf(value: unknown): string {
  if (value === null) return "nothing (null)";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a group of named values";
  if (typeof value === "string") return value === "" ? "an empty text" : `the text ${show(value)}`;
  if (typeof value === "boolean") return `“${value}”`;
  return `the number ${show(value)}`;
}

export function show(value: unknown): string {
  return typeof value === "string"
    ? `“${shorten(value)}”`
    : shorten(typeof value === "object" ? kindOf(value) : String(value));
}

export function shorten(text: string): string {
  const plain = text.replaceAll(/\p{Cc}+/gu, " ");
  return plain.length > 60 ? `${plain.slice(0, 57)}…` : plain;
}

export function isNumeric(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}

export function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(first) ? first : `${first}.`;
}
