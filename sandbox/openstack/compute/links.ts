/** The two links nova gives every object: with and without the version in the path. */
export function novaLinks(base: string, kind: string, id: string): { readonly rel: string; readonly href: string }[] {
  return [
    { rel: "self", href: `${base}/compute/v2.1/${kind}/${id}` },
    { rel: "bookmark", href: `${base}/compute/${kind}/${id}` },
  ];
}

export function bookmark(base: string, kind: string, id: string): { readonly rel: string; readonly href: string }[] {
  return novaLinks(base, kind, id).slice(1);
}
