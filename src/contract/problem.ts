import * as z from "zod";

/**
 * Every failure a caller can meet, as one table: code → HTTP status, whose fault it is, title and remedy.
 * `fault` decides log level and retry: `caller` sent something wrong, `conflict` met another's work,
 * `cloud` answered badly or not at all, `engine` is Terraform or a provider, `ours` is a defect.
 */
export const PROBLEMS = {
  "validation-failed": {
    status: 422,
    fault: "caller",
    title: "Something in what was sent is not valid",
    remedy: "Correct every listed field and send it again.",
  },
  "malformed-body": {
    status: 400,
    fault: "caller",
    title: "The body could not be read",
    remedy: "Correct the text at the place named; send JSON as application/json and YAML as application/yaml.",
  },
  "body-too-large": {
    status: 413,
    fault: "caller",
    title: "The body is too large",
    remedy: "Keep a requirement under 256 KiB; put large content on a volume or fetch it at first boot.",
  },
  "request-too-slow": {
    status: 408,
    fault: "caller",
    title: "The request took too long to arrive",
    remedy: "Send it again, all at once; headers may take 15 s and the whole request two minutes.",
  },
  "headers-too-large": {
    status: 431,
    fault: "caller",
    title: "The headers are too large",
    remedy: "Keep all headers together under 16 KiB.",
  },
  "malformed-request": {
    status: 400,
    fault: "caller",
    title: "This is not HTTP",
    remedy: "Check the client, and that it speaks http or https as the service does.",
  },
  "unsupported-media-type": {
    status: 415,
    fault: "caller",
    title: "The media type is not supported",
    remedy: "Use application/json or application/yaml.",
  },
  "not-authenticated": {
    status: 401,
    fault: "caller",
    title: "You are not signed in",
    remedy: "Set TWINSTACK_TOKEN or the token in the config file.",
  },
  "wrong-credentials": {
    status: 401,
    fault: "caller",
    title: "This does not sign you in",
    remedy: "Check the e-mail address, the password and the code; a forgotten password can be reset.",
  },
  "foreign-origin": {
    status: 403,
    fault: "caller",
    title: "The request comes from another web site",
    remedy: "Use the service's own pages, or send an API token instead of the cookie.",
  },
  "second-factor-state": {
    status: 409,
    fault: "conflict",
    title: "The second factor is not in the right state for this",
    remedy: "Read your profile to see whether it is on.",
  },
  "too-many-requests": {
    status: 429,
    fault: "caller",
    title: "Too many attempts",
    remedy: "Wait as long as Retry-After says, then try again.",
  },
  overloaded: {
    status: 503,
    fault: "ours",
    title: "The service has too much to do at once",
    remedy: "Try again in a few seconds.",
  },
  "identity-provider-failed": {
    status: 502,
    fault: "cloud",
    title: "Signing in through the other service did not work",
    remedy: "Start again; when it goes on, sign in with a password or tell the administrator.",
  },
  "not-allowed": {
    status: 403,
    fault: "caller",
    title: "This is not allowed",
    remedy: "Ask the owner or an administrator.",
  },
  "not-found": {
    status: 404,
    fault: "caller",
    title: "There is no such thing",
    remedy: "Check the name or id; list what you own first.",
  },
  "method-not-allowed": {
    status: 405,
    fault: "caller",
    title: "The method is not supported here",
    remedy: "See the API description at /api/openapi.json.",
  },
  "name-taken": {
    status: 409,
    fault: "conflict",
    title: "The name is already in use",
    remedy: "Choose another name, or change the existing one instead.",
  },
  "nothing-fits": {
    status: 422,
    fault: "caller",
    title: "No cloud offers what is needed",
    remedy: "Change the listed values, or register a cloud that offers more.",
  },
  "no-cloud": {
    status: 409,
    fault: "caller",
    title: "No suitable cloud is registered",
    remedy: "Register an OpenStack and a CloudStack first.",
  },
  "revision-conflict": {
    status: 409,
    fault: "conflict",
    title: "The requirement was changed meanwhile",
    remedy: "Read the latest revision and apply your change to it.",
  },
  "policy-conflict": {
    status: 409,
    fault: "conflict",
    title: "The policy was changed meanwhile",
    remedy: "Read the policy again and make your change on it.",
  },
  "idempotency-key-busy": {
    status: 409,
    fault: "conflict",
    title: "The same request is still at work",
    remedy: "Wait a moment and repeat it with the same Idempotency-Key.",
  },
  "idempotency-key-reused": {
    status: 422,
    fault: "caller",
    title: "The Idempotency-Key belongs to another request",
    remedy: "Take a new key for every new request; repeat a request with the same key and the same body.",
  },
  "webhook-paused": {
    status: 409,
    fault: "conflict",
    title: "The webhook is paused",
    remedy: "Set `active` to true; see its deliveries for why it was paused.",
  },
  "run-active": {
    status: 409,
    fault: "conflict",
    title: "A run is already active on this site",
    remedy: "Wait for it, discard it or cancel it.",
  },
  "illegal-transition": {
    status: 409,
    fault: "conflict",
    title: "The run cannot do that now",
    remedy: "See allowedActions of the run.",
  },
  "plan-stale": {
    status: 409,
    fault: "conflict",
    title: "The reviewed plan is no longer current",
    remedy: "Plan again and review the new plan.",
  },
  "approval-required": {
    status: 409,
    fault: "conflict",
    title: "The plan destroys data on the main machine",
    remedy: "Confirm by sending the machine's name.",
  },
  "power-not-accepted": {
    status: 409,
    fault: "conflict",
    title: "This has consequences that nobody has accepted yet",
    remedy: "Read them, and send the request again with `accepted`.",
  },
  "power-active": {
    status: 409,
    fault: "conflict",
    title: "The machine is being started, stopped or rebooted",
    remedy: "Wait until that has ended; it takes seconds to minutes.",
  },
  "no-machine": {
    status: 409,
    fault: "conflict",
    title: "There is no machine there",
    remedy: "Apply first; a standby that is kept as a pilot light has none.",
  },
  "wrong-power-state": {
    status: 409,
    fault: "conflict",
    title: "The machine is not in a state for this",
    remedy: "Look at its power state; a stopped machine is started, not rebooted.",
  },
  "power-uncertain": {
    status: 502,
    fault: "cloud",
    title: "Nobody can say whether the cloud did it",
    remedy: "Look at the machine; ask again when it is not as you want it.",
  },
  "power-too-late": {
    status: 504,
    fault: "ours",
    title: "No worker told the cloud in time",
    remedy: "Ask again. When it happens again, look whether a worker is running.",
  },
  "workspace-not-empty": {
    status: 409,
    fault: "conflict",
    title: "The workspace still has machines",
    remedy: "Destroy it first.",
  },
  "cloud-in-use": {
    status: 409,
    fault: "conflict",
    title: "The cloud is still used",
    remedy: "Destroy or move the listed workspaces first.",
  },
  "image-in-use": {
    status: 409,
    fault: "conflict",
    title: "The image is still used",
    remedy: "Destroy the listed machines first, or hide the image: then nobody gets it for a new one.",
  },
  "image-state": {
    status: 409,
    fault: "conflict",
    title: "The image is not in the right state for this",
    remedy: "Look at the image to see what is under way, or remove it and add it again.",
  },
  "upload-offset": {
    status: 409,
    fault: "conflict",
    title: "The upload does not go on there",
    remedy: "Ask by HEAD how much has arrived, and send what follows.",
  },
  "image-refused": {
    status: 422,
    fault: "caller",
    title: "The content is no image that may be published",
    remedy: "Make a standalone disk, such as by `qemu-img convert -O qcow2`, and add that.",
  },
  "image-room": {
    status: 409,
    fault: "conflict",
    title: "There is no room for the image",
    remedy: "Remove images that nobody needs, or raise TWINSTACK_IMAGE_QUOTA_GIB.",
  },
  "image-elsewhere": {
    status: 503,
    fault: "ours",
    title: "The image's file lies with another replica of the service",
    remedy: "Ask again, or let all replicas share one folder: TWINSTACK_IMAGES.",
  },
  "image-tools-missing": {
    status: 503,
    fault: "ours",
    title: "Images cannot be converted here",
    remedy: "Install qemu-img where the service runs (on Debian: apt-get install qemu-utils).",
  },
  "tenant-in-use": {
    status: 409,
    fault: "conflict",
    title: "The tenant is still used",
    remedy: "Destroy its machines, and remove what else lies on the cloud, first.",
  },
  "tenant-fixed": {
    status: 409,
    fault: "conflict",
    title: "This of a tenant cannot change",
    remedy: "Wait until it is removed, or remove the tenant and make it anew.",
  },
  "no-object-storage": {
    status: 409,
    fault: "conflict",
    title: "The cloud has no object storage for this",
    remedy: "Choose another cloud, or ask this one's operator for object storage; testing the cloud says what it has.",
  },
  "bucket-state": {
    status: 409,
    fault: "conflict",
    title: "The bucket is not in the right state for this",
    remedy: "Wait until it is ready, or look at it to see why it failed.",
  },
  "bucket-not-empty": {
    status: 409,
    fault: "conflict",
    title: "The bucket still holds objects",
    remedy: "Delete them first, or ask for removal with everything in it.",
  },
  "bucket-full": {
    status: 409,
    fault: "conflict",
    title: "The bucket has no room for this",
    remedy: "Delete what nobody needs, or raise the bucket's quota.",
  },
  "object-too-large": {
    status: 413,
    fault: "caller",
    title: "The object is too large to go through the service",
    remedy: "Send it in parts of its own, or with an S3 client and the bucket's credentials.",
  },
  "digest-mismatch": {
    status: 422,
    fault: "caller",
    title: "What arrived is not what was announced",
    remedy: "Send the object again; nothing of it was kept.",
  },
  "credentials-not-given": {
    status: 409,
    fault: "conflict",
    title: "Credentials cannot be given for this bucket",
    remedy: "Upload and download through the service, or ask an administrator for a tenant of your own.",
  },
  "link-not-valid": {
    status: 410,
    fault: "caller",
    title: "The link does not work any more",
    remedy: "Ask whoever gave it to you for a new one.",
  },
  "already-member": {
    status: 409,
    fault: "conflict",
    title: "You are in already",
    remedy: "There is nothing to do; the link still works for somebody else.",
  },
  "last-owner": {
    status: 409,
    fault: "conflict",
    title: "An organisation needs an owner",
    remedy: "Make somebody else an owner first, or delete the organisation.",
  },
  "last-admin": {
    status: 409,
    fault: "conflict",
    title: "A site needs an administrator",
    remedy: "Make somebody else an administrator first.",
  },
  "account-not-empty": {
    status: 409,
    fault: "conflict",
    title: "The account is still needed",
    remedy: "Destroy or transfer the listed machines, and give the organisations another owner or delete them.",
  },
  "transfer-refused": {
    status: 409,
    fault: "conflict",
    title: "The workspace cannot change hands like this",
    remedy: "Move it to clouds that the site shares first, or choose another account.",
  },
  "organisation-not-empty": {
    status: 409,
    fault: "conflict",
    title: "The organisation still owns something",
    remedy: "Destroy, remove or transfer what is listed first.",
  },
  "machine-session-unavailable": {
    status: 409,
    fault: "caller",
    title: "The machine cannot be reached like this",
    remedy: "Read why; a machine that runs, with an address that the service reaches, has a terminal.",
  },
  "too-many-machine-sessions": {
    status: 429,
    fault: "caller",
    title: "Too many terminals and consoles are open",
    remedy: "End one of those that are open, then try again.",
  },
  "ticket-not-valid": {
    status: 410,
    fault: "caller",
    title: "The ticket does not open the session any more",
    remedy: "Open the terminal or console again; a ticket works once, for a short time, for whoever asked for it.",
  },
  "websocket-needed": {
    status: 426,
    fault: "caller",
    title: "This address speaks WebSocket",
    remedy: "Connect to it as a WebSocket; behind a proxy, let the headers Upgrade and Connection pass.",
  },
  "ssh-missing": {
    status: 503,
    fault: "engine",
    title: "The service has no SSH client",
    remedy: "Install OpenSSH's client where the service runs (on Debian: apt-get install openssh-client).",
  },
  "state-locked": {
    status: 423,
    fault: "conflict",
    title: "The state is locked",
    remedy: "Wait for the run that holds it; the lock goes when that run ends.",
  },
  "cloud-busy": {
    status: 409,
    fault: "cloud",
    title: "The cloud is still busy with something of this machine",
    remedy: "Wait until the cloud's own page shows it ready, failed or gone, then plan again.",
  },
  "state-conflict": {
    status: 409,
    fault: "conflict",
    title: "The state write is refused",
    remedy: "Take the lock, read the current state and plan again.",
  },
  "cloud-unreachable": {
    status: 502,
    fault: "cloud",
    title: "The cloud does not answer",
    remedy: "Check the endpoint and the network, then try again; nothing was lost.",
  },
  "cloud-credentials": {
    status: 422,
    fault: "cloud",
    title: "The cloud refused the credentials",
    remedy: "Correct the credentials of this cloud.",
  },
  "cloud-refused": {
    status: 502,
    fault: "cloud",
    title: "The cloud refused the request",
    remedy: "Read the cloud's own message; quota and permissions are the usual reasons.",
  },
  "engine-missing": {
    status: 503,
    fault: "engine",
    title: "Terraform or a provider is missing",
    remedy: "Run `npm run doctor` and follow its advice.",
  },
  "engine-sandbox-missing": {
    status: 503,
    fault: "engine",
    title: "The engine's sandbox is missing",
    remedy:
      "Install bubblewrap (on Debian: apt-get install bubblewrap) and see docs/engine-sandbox.md; an administrator can do without it by TWINSTACK_ENGINE_SANDBOX=off.",
  },
  "engine-failed": {
    status: 500,
    fault: "engine",
    title: "The Terraform run failed",
    remedy: "Read the run's log; correct the cause and plan again.",
  },
  "synth-refused": {
    status: 500,
    fault: "ours",
    title: "The generated Terraform was refused",
    remedy: "This is a defect: report it with the request id.",
  },
  "disk-full": {
    status: 507,
    fault: "ours",
    title: "There is no space left on the disk",
    remedy: "Free space in the data folder, then try again; nothing was lost.",
  },
  "database-unavailable": {
    status: 503,
    fault: "ours",
    title: "The database does not answer",
    remedy: "Check DATABASE_URL and the server; the service goes on by itself when it returns.",
  },
  "database-not-upgraded": {
    status: 503,
    fault: "ours",
    title: "The database's files fit no PostgreSQL that is here",
    remedy: "Nothing of them was changed: see docs/runbooks/database-upgrade.md.",
  },
  "secret-key-mismatch": {
    status: 503,
    fault: "ours",
    title: "The secret key is not the one that the database is sealed with",
    remedy:
      "Start with the right TWINSTACK_SECRET_KEY (or secret.key in the data folder); while a rotation is unfinished, give the other key as TWINSTACK_SECRET_KEY_OLD.",
  },
  "shutting-down": {
    status: 503,
    fault: "ours",
    title: "The service is shutting down",
    remedy: "Try again in a moment.",
  },
  internal: {
    status: 500,
    fault: "ours",
    title: "The service failed",
    remedy: "The request id is in the log; report it if it happens again.",
  },
} as const satisfies Record<string, { status: number; fault: Fault; title: string; remedy: string }>;

export type Fault = "caller" | "conflict" | "cloud" | "engine" | "ours";
export type ProblemCode = keyof typeof PROBLEMS;

/** One thing that is wrong with a document, found by a JSON pointer (RFC 6901) into it. */
export const Issue = z.object({
  pointer: z.string().meta({ description: "JSON pointer to the field, empty for the whole document" }),
  code: z.string().meta({ description: "Stable kebab-case name of the rule" }),
  message: z.string().meta({ description: "What is wrong and why" }),
  remedy: z.string().meta({ description: "What to do next" }),
});
export type Issue = z.infer<typeof Issue>;

/** RFC 9457 problem details. `type` is a URI reference below /problems/. */
export const ProblemDetails = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    remedy: z.string(),
    instance: z.string().optional(),
    requestId: z.string().optional(),
    issues: z.array(Issue).optional(),
    facts: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: "ProblemDetails" });
export type ProblemDetails = z.infer<typeof ProblemDetails>;
