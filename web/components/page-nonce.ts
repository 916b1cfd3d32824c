/** The service puts another one into every document; without it the browser refuses style elements. */
export const pageNonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";
