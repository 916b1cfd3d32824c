/**
 * The sandbox's own keys, printed here on purpose: they open nothing but a try-out server on this machine.
 * `admin` is a root administrator, `demo` an ordinary user.
 */
export const SANDBOX_CREDENTIALS = {
  admin: { apiKey: "sandbox-admin-api-key", secretKey: "sandbox-admin-secret-key" },
  demo: { apiKey: "sandbox-demo-api-key", secretKey: "sandbox-demo-secret-key" },
} as const;
