import { createHash } from "node:crypto";
import type { Expected } from "./compare.ts";
import { ASKED, INSIDE_CHECKS } from "./inside-checks.ts";
import { SECRET } from "./requirement.ts";

const { loginName } = ASKED;

/** What must be right on every machine, besides being equal. */
export const EXPECTED: Expected = {
  ofTheCloud: new Set(INSIDE_CHECKS.filter((check) => check.ofTheCloud).map(({ feature }) => feature)),
  right: new Map([
    ["first boot ended", /^status: done$/],
    ["first boot's errors", /^\[\]$/],
    ["complaints of the first-boot script", /^none$/],
    ["failed units", /^none$/],
    ["host name", /^guest-twin\n/],
    ["packages asked for", /^nginx \S+ ii \ntree \S+ ii ?$/],
    ["runtime's version", /^8\.2\.\d+active$/],
    ["services", /nginx enabled active\nssh enabled active/],
    ["users", new RegExp(`^${loginName} 1000 /home/${loginName} /bin/bash$`, "m")],
    ["sudo", /^root$/],
    ["authorized keys", new RegExp(`\\n1\\n${loginName} 600$`)],
    ["secret file", new RegExp(`^${createHash("sha256").update(SECRET).digest("hex")}  -\\nroot:root 600$`)],
    ["plain file", /\nwww-data:www-data 640$/],
    ["command at first boot", /^said at first boot$/],
    ["system disk", /^6442450944\n\s*6G$/],
    ["extra volume", new RegExp(`^ext4 ${ASKED.volume}\\n\\s*2G\\n${loginName}:${loginName} 755\\ncontent$`)],
    ["service's agent", /^enabled\nactive\ntoken used up$/],
    ["guest agent", /^active$/],
    ["open ports from outside", /^22 open, 80 open, 81 closed, 8081 closed$/],
    ["web page", /^200 <h1>It works, twice\.<\/h1>$/],
    ["address inside is the cloud's", /^true$/],
    ["heartbeat at the service", /^fresh, first boot done: true, gate off, [1-9]/],
    ["terminal through the service", new RegExp(`^${loginName} on guest-twin$`)],
    ["after a reboot", /^another boot, nginx active, /],
  ]),
};
