import { createHash, generateKeyPairSync } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { callerOf } from "../core/caller.ts";
import { faultRefusal } from "../core/fault.ts";
import { minorOf } from "../core/microversion.ts";
import { envelope, param } from "../core/read.ts";
import { isoMicros, type World } from "../core/world.ts";
import type { Keypair } from "./compute-state.ts";
import { checkComputeQuota } from "./quotas.ts";
import { invalidField } from "./refusals.ts";

export function addKeypairRoutes(service: FastifyInstance, world: World): void {
  const { keypairs } = world.state.compute;
  service.get("/v2.1/os-keypairs", async (request) => {
    const own = Object.values(keypairs).filter((one) => one.userId === callerOf(request).userId);
    return { keypairs: own.map((one) => ({ keypair: shortView(request, one) })) };
  });
  service.post("/v2.1/os-keypairs", async (request, reply) => {
    const { keypair, privateKey } = create(world, request);
    keypairs[`${keypair.userId}/${keypair.name}`] = keypair;
    world.changed();
    const secret = privateKey === undefined ? {} : { private_key: privateKey };
    const body = { keypair: { ...shortView(request, keypair), user_id: keypair.userId, ...secret } };
    return reply.code(minorOf(request) >= 2 ? 201 : 200).send(body);
  });
  service.get("/v2.1/os-keypairs/:name", async (request) => {
    const keypair = found(world, request);
    const facts = { user_id: keypair.userId, created_at: keypair.createdAt, deleted: false, deleted_at: null };
    return { keypair: { ...shortView(request, keypair), ...facts, id: keypair.number, updated_at: null } };
  });
  service.delete("/v2.1/os-keypairs/:name", async (request, reply) => {
    const keypair = found(world, request);
    delete keypairs[`${keypair.userId}/${keypair.name}`];
    world.changed();
    return reply.code(minorOf(request) >= 2 ? 204 : 202).send();
  });
}

function create(world: World, request: FastifyRequest): { keypair: Keypair; privateKey: string | undefined } {
  const caller = callerOf(request);
  const wanted = envelope(request, "keypair") ?? {};
  const name = wanted["name"];
  if (typeof name !== "string" || !/^[\w .@-]{1,255}$/.test(name)) {
    throw invalidField("name", name, "The key pair name must be 1 to 255 letters, digits, spaces or one of _-.@");
  }
  if (world.state.compute.keypairs[`${caller.userId}/${name}`] !== undefined) {
    throw faultRefusal(409, `Key pair '${name}' already exists.`);
  }
  checkComputeQuota(world, caller, { key_pairs: 1 });
  const made = typeof wanted["public_key"] === "string" ? undefined : generated();
  const publicKey = made?.publicKey ?? String(wanted["public_key"]);
  const fingerprint = fingerprintOf(publicKey);
  if (fingerprint === undefined) throw faultRefusal(400, "Keypair data is invalid: failed to generate fingerprint");
  world.state.compute.counter += 1;
  const number = world.state.compute.counter;
  const keypair: Keypair = {
    name,
    publicKey,
    fingerprint,
    userId: caller.userId,
    number,
    createdAt: isoMicros(world.clock),
  };
  return { keypair, privateKey: made?.privateKey };
}

/** MD5 of the key blob with colons; undefined when the text is no OpenSSH public key. */
function fingerprintOf(publicKey: string): string | undefined {
  const [kind = "", encoded = ""] = publicKey.trim().split(/\s+/);
  const blob = Buffer.from(encoded, "base64");
  if (blob.length < 4 + kind.length || blob.subarray(4, 4 + kind.length).toString() !== kind) return undefined;
  return createHash("md5").update(blob).digest("hex").match(/../g)?.join(":");
}

function generated(): { publicKey: string; privateKey: string } {
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const { e = "", n = "" } = pair.publicKey.export({ format: "jwk" });
  const modulus = Buffer.concat([Buffer.from([0]), Buffer.from(n, "base64url")]);
  const blob = Buffer.concat([Buffer.from("ssh-rsa"), Buffer.from(e, "base64url"), modulus].map(prefixed));
  const privateKey = pair.privateKey.export({ type: "pkcs1", format: "pem" }).toString();
  return { publicKey: `ssh-rsa ${blob.toString("base64")} Generated-by-sandbox`, privateKey };
}

function prefixed(part: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(part.length);
  return Buffer.concat([length, part]);
}

function found(world: World, request: FastifyRequest): Keypair {
  const { userId } = callerOf(request);
  const name = param(request, "name");
  const keypair = world.state.compute.keypairs[`${userId}/${name}`];
  if (keypair === undefined) throw faultRefusal(404, `Keypair ${name} not found for user ${userId}`);
  return keypair;
}

function shortView(request: FastifyRequest, keypair: Keypair): Record<string, unknown> {
  const type = minorOf(request) >= 2 ? { type: "ssh" } : {};
  return { name: keypair.name, public_key: keypair.publicKey, fingerprint: keypair.fingerprint, ...type };
}
