/** Bodies of planted programs, for PlantedCheckout.plant. */

/** An engine that insists, like the real ones, on a CLI configuration file that exists. */
export function engineBody(version: string, kind: "Terraform" | "OpenTofu" = "Terraform"): string {
  return `
    if (!fs.existsSync(process.env.TF_CLI_CONFIG_FILE)) { console.error("no such CLI configuration"); process.exit(1); }
    console.log(args.includes("-json") ? JSON.stringify({ terraform_version: "${version}" }) : "${kind} v${version}");`;
}

/** A Go that "builds" by writing its target; one whose package path contains `stuckOn` leaves a part and hangs. */
export function goBody(options: { version?: string; stuckOn?: string } = {}): string {
  const { version = "1.26.8", stuckOn = "" } = options;
  return `
    if (args[0] === "version") { console.log("go version go${version} linux/amd64"); process.exit(0); }
    const target = args[args.indexOf("-o") + 1];
    const wanted = args.at(-1);
    fs.writeFileSync(path.join(process.cwd(), "../../go.pid"), String(process.pid));
    log([wanted, process.env.GOTOOLCHAIN, process.env.GOFLAGS].join(" "));
    fs.writeFileSync(target, "part", { mode: 0o755 });
    if (${JSON.stringify(stuckOn)} && wanted.includes(${JSON.stringify(stuckOn)})) { setInterval(() => {}, 1000); }
    else if (wanted.endsWith("/tofu")) fs.writeFileSync(target, ${JSON.stringify(tofuScript())}, { mode: 0o755 });
    else fs.writeFileSync(target, "built " + wanted, { mode: 0o755 });`;
}

/** An npm that "installs" the Node package it is asked for, with the checksum given, or the packages of the lock file. */
export function npmBody(integrity: string): string {
  return `
    log(args.join(" "));
    if (args[0] === "ci") { fs.mkdirSync("node_modules", { recursive: true }); process.exit(0); }
    const folder = path.join(args[args.indexOf("--prefix") + 1], "node_modules");
    const name = args.at(-1).slice(0, args.at(-1).lastIndexOf("@"));
    const version = args.at(-1).slice(name.length + 1);
    fs.mkdirSync(path.join(folder, name, "bin"), { recursive: true });
    fs.writeFileSync(path.join(folder, name, "bin", "node"), "#!" + process.execPath + "\\nconsole.log('v" + version + "')", { mode: 0o755 });
    const packages = { ["node_modules/" + name]: { version, integrity: ${JSON.stringify(integrity)} } };
    fs.writeFileSync(path.join(folder, ".package-lock.json"), JSON.stringify({ packages }));`;
}

function tofuScript(): string {
  return `#!${process.execPath}
const json = process.argv.includes("-json");
console.log(json ? JSON.stringify({ terraform_version: "1.12.6" }) : "OpenTofu v1.12.6");`;
}
