import * as z from "zod";

export const SshPublicKey = z
  .string()
  .max(8192)
  .regex(
    /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com) [A-Za-z0-9+/]+={0,3}( [^\r\n~]*)?$/,
    "paste one whole OpenSSH public key, such as ssh-ed25519 AAAA…",
  );
const accessFields = {
  loginName: z
    .string()
    .regex(/^[a-z_][a-z0-9_-]{0,31}$/)
    .meta({ title: "Login name" }),
  sshKeys: z.array(SshPublicKey).max(32).meta({ title: "SSH public keys" }),
  allowRoot: z.boolean().meta({ title: "Root login allowed" }),
};
export const AccessRequest = z
  .strictObject({
    ...accessFields,
    generateKeyPair: z
      .boolean()
      .meta({ title: "Make a key pair for me", description: "The private key is shown once." }),
    password: z.string().min(12).max(256).nullable().meta({
      title: "Password",
      description:
        "Hashed at once; only the hash is kept. A change that does not name it keeps it; null takes it away.",
    }),
  })
  .meta({ id: "AccessRequest" });
export const Access = z.strictObject({ ...accessFields, passwordHash: z.string().nullable() }).meta({ id: "Access" });
export type Access = z.infer<typeof Access>;
