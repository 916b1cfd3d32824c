/** A text inside an XML element. */
export function escaped(text: string): string {
  return text.replaceAll(/[<>&"\p{Cc}]/gu, (one) => `&#${one.codePointAt(0)};`);
}

export function element(name: string, ...inside: readonly string[]): string {
  return `<${name}>${inside.join("")}</${name}>`;
}

export function xmlDocument(name: string, ...inside: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(name, ...inside)}`;
}
