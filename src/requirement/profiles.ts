import type { Profile } from "../contract/index.ts";

type Overrides = {
  readonly hardware?: Partial<Profile["hardware"]>;
  readonly software?: Partial<Profile["software"]>;
  readonly openPorts?: Profile["network"]["openPorts"];
  readonly loginName?: string;
  readonly standby?: Profile["placement"]["standby"]["mode"];
  readonly probe?: Profile["protection"]["probe"];
};
type OpenPort = Profile["network"]["openPorts"][number];

const SSH = from("0.0.0.0/0", 22, "SSH");
const HTTP = from("0.0.0.0/0", 80, "Web");
const HTTPS = from("0.0.0.0/0", 443, "Web, encrypted");
const HTTP_PROBE = { kind: "http", port: 80, path: "/", responseTimeMs: 2000 } as const;

/** Debian and Ubuntu leave it to us to join nginx and PHP; the dnf side brings it with its packages and reads no such file. */
const PHP_SITE: Profile["software"]["files"][number] = {
  path: "/etc/nginx/sites-available/default",
  owner: "root:root",
  permissions: "0644",
  secret: false,
  content: `server {
  listen 80 default_server;
  root /var/www/html;
  index index.php index.html index.nginx-debian.html;
  location / { try_files $uri $uri/ =404; }
  location ~ \\.php$ {
    include snippets/fastcgi-php.conf;
    fastcgi_pass unix:/run/php/php-fpm.sock;
  }
}
`,
};

/** What a request without a profile starts from. */
export const BASE_PROFILE = profile("blank", "Blank machine", "A small Linux machine with SSH and nothing else.", {
  standby: "off",
});

export const PROFILES: readonly Profile[] = [
  BASE_PROFILE,
  profile("small-web-server", "Small web server", "Serves a web site with nginx; good for a few visitors at a time.", {
    hardware: { rootDiskGib: 10 },
    software: { packages: ["nginx"], services: ["nginx"] },
    openPorts: [SSH, HTTP, HTTPS],
    probe: HTTP_PROBE,
  }),
  profile(
    "web-with-database",
    "Web server with database",
    "A web server and a PostgreSQL database on a volume of its own.",
    {
      hardware: {
        vcpu: 2,
        memoryGib: 4,
        rootDiskGib: 20,
        volumes: [{ name: "database", sizeGib: 20, speed: "fast", mountPath: "/var/lib/postgresql" }],
      },
      software: { packages: ["nginx", "postgresql"], services: ["nginx", "postgresql"] },
      openPorts: [SSH, HTTP, HTTPS],
      probe: HTTP_PROBE,
    },
  ),
  profile("python-data-work", "Python data work", "Python with compilers and room for data sets.", {
    hardware: {
      vcpu: 4,
      memoryGib: 8,
      rootDiskGib: 20,
      volumes: [{ name: "data", sizeGib: 50, speed: "standard", mountPath: "/data" }],
    },
    software: { packages: ["git", "gcc", "make"], runtimes: [{ name: "python", version: "default" }] },
  }),
  profile("course-machine", "Course machine", "One student's machine: an editor, Git and a compiler.", {
    hardware: { memoryGib: 2, rootDiskGib: 10 },
    software: { packages: ["git", "gcc", "make", "vim", "tmux"] },
    loginName: "student",
    standby: "off",
  }),
  profile("java-service", "Java service", "Runs a Java program behind one port.", {
    hardware: { vcpu: 2, memoryGib: 4, rootDiskGib: 20 },
    software: { runtimes: [{ name: "java", version: "21" }] },
    openPorts: [SSH, from("0.0.0.0/0", 8080, "Java service")],
  }),
  profile("dotnet-service", ".NET service", "Runs a .NET program behind one port.", {
    hardware: { vcpu: 2, memoryGib: 4, rootDiskGib: 20 },
    software: { runtimes: [{ name: "dotnet", version: "default" }] },
    openPorts: [SSH, from("0.0.0.0/0", 8080, ".NET service")],
  }),
  profile("php-site", "PHP site", "nginx with PHP, for content management systems and forums.", {
    hardware: { vcpu: 2, memoryGib: 2, rootDiskGib: 20 },
    software: {
      packages: ["nginx"],
      runtimes: [{ name: "php", version: "default" }],
      services: ["nginx"],
      files: [PHP_SITE],
    },
    openPorts: [SSH, HTTP, HTTPS],
    probe: HTTP_PROBE,
  }),
  profile("nodejs-app", "Node.js application", "Runs a Node.js program behind one port.", {
    hardware: { vcpu: 2, memoryGib: 2, rootDiskGib: 20 },
    software: { runtimes: [{ name: "nodejs", version: "22" }] },
    openPorts: [SSH, from("0.0.0.0/0", 3000, "Node.js application")],
  }),
  profile("docker-host", "Docker host", "Runs containers, with a volume for their images.", {
    hardware: {
      vcpu: 2,
      memoryGib: 4,
      rootDiskGib: 20,
      volumes: [{ name: "containers", sizeGib: 40, speed: "standard", mountPath: "/var/lib/docker" }],
    },
    software: { runtimes: [{ name: "docker", version: "default" }], services: ["docker"] },
    openPorts: [SSH, HTTP, HTTPS],
  }),
];

export function findProfile(id: string): Profile | undefined {
  return PROFILES.find((known) => known.id === id);
}

function from(source: string, port: number, description: string): OpenPort {
  return { port, protocol: "tcp", source, description };
}

function profile(id: string, title: string, summary: string, own: Overrides): Profile {
  return {
    id,
    title,
    summary,
    hardware: { vcpu: 1, memoryGib: 1, rootDiskGib: 10, volumes: [], ...own.hardware },
    software: {
      os: { family: "ubuntu", version: "24.04" },
      packages: [],
      runtimes: [],
      services: [],
      firstBootCommands: [],
      cloudInit: null,
      files: [],
      ...own.software,
    },
    network: {
      publicAddress: true,
      privateNetwork: { kind: "own", cidr: "10.42.0.0/24" },
      openPorts: own.openPorts ?? [SSH],
    },
    access: {
      loginName: own.loginName ?? "owner",
      sshKeys: [],
      allowRoot: false,
      generateKeyPair: true,
      password: null,
    },
    placement: { main: "automatic", standby: { cloud: "automatic", mode: own.standby ?? "pilot-light" } },
    protection: { enabled: false, recoveryPointObjective: "PT4H", probe: own.probe ?? null },
    term: { leaseEnd: null },
    labels: {},
    contact: { name: null, email: null },
  };
}
