/** Why no answer came, as a stable word for code and as a sentence with a remedy for people. */
export interface Failure {
  readonly reason:
    | "dns"
    | "refused"
    | "no-route"
    | "time-out"
    | "cut-off"
    | "tls-untrusted"
    | "tls-expired"
    | "tls-name"
    | "tls"
    | "not-http"
    | "given-up"
    | "unknown";
  readonly text: string;
  readonly remedy: string;
}

const BY_REASON: Readonly<Record<Failure["reason"], Omit<Failure, "reason">>> = {
  dns: { text: "the host name is not known", remedy: "Correct the host name, or the name server of this machine." },
  refused: { text: "the connection was refused", remedy: "Check the port, and that the cloud's API is running." },
  "no-route": {
    text: "there is no route to the host",
    remedy: "Check the network and the firewall between here and it.",
  },
  "time-out": {
    text: "no answer came in time",
    remedy:
      "Check the network and the load of the cloud, then try again; a firewall that drops packets looks like this too.",
  },
  "cut-off": {
    text: "the connection broke before the answer was complete",
    remedy: "Try again; look at proxies between.",
  },
  "tls-untrusted": {
    text: "its certificate is signed by an authority that is not trusted here",
    remedy: "Give the PEM bundle of that authority as caCertificate.",
  },
  "tls-expired": {
    text: "its certificate has expired or is not valid yet",
    remedy: "Renew it, and check both clocks.",
  },
  "tls-name": {
    text: "its certificate is for another host name",
    remedy: "Use the name that the certificate was made for.",
  },
  tls: { text: "no TLS connection could be made", remedy: "Check that the port speaks https, and the CA bundle." },
  "not-http": { text: "it does not answer in HTTP", remedy: "Check the port and the scheme (http or https)." },
  "given-up": { text: "the request was given up before an answer came", remedy: "Try again." },
  unknown: { text: "the connection failed", remedy: "Check the endpoint and the network." },
};

const BY_CODE: Readonly<Record<string, Failure["reason"]>> = {
  ENOTFOUND: "dns",
  EAI_AGAIN: "dns",
  ECONNREFUSED: "refused",
  EHOSTUNREACH: "no-route",
  ENETUNREACH: "no-route",
  ETIMEDOUT: "time-out",
  UND_ERR_CONNECT_TIMEOUT: "time-out",
  UND_ERR_HEADERS_TIMEOUT: "time-out",
  UND_ERR_BODY_TIMEOUT: "time-out",
  ECONNRESET: "cut-off",
  EPIPE: "cut-off",
  UND_ERR_SOCKET: "cut-off",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "cut-off",
  SELF_SIGNED_CERT_IN_CHAIN: "tls-untrusted",
  DEPTH_ZERO_SELF_SIGNED_CERT: "tls-untrusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "tls-untrusted",
  UNABLE_TO_GET_ISSUER_CERT: "tls-untrusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "tls-untrusted",
  CERT_UNTRUSTED: "tls-untrusted",
  CERT_SIGNATURE_FAILURE: "tls-untrusted",
  CERT_HAS_EXPIRED: "tls-expired",
  CERT_NOT_YET_VALID: "tls-expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "tls-name",
  EPROTO: "tls",
};

/** Reads what Node and undici throw; never quotes their text, which may hold an address with credentials. */
export function explainFailure(error: unknown): Failure {
  const reason = reasonOf(error, 0);
  return { reason, ...BY_REASON[reason] };
}

function reasonOf(error: unknown, depth: number): Failure["reason"] {
  if (typeof error !== "object" || error === null || depth > 4) return "unknown";
  const name = "name" in error ? String(error.name) : "";
  if (name === "TimeoutError") return "time-out";
  const code = "code" in error ? String(error.code) : "";
  const known = BY_CODE[code];
  if (known !== undefined) return known;
  if (code.startsWith("ERR_SSL") || code.startsWith("ERR_TLS") || code.startsWith("ERR_OSSL")) return "tls";
  if (code.startsWith("HPE_")) return "not-http";
  if (name === "AbortError") return "given-up";
  const inner =
    "errors" in error && Array.isArray(error.errors) ? error.errors[0] : "cause" in error ? error.cause : null;
  return reasonOf(inner, depth + 1);
}
