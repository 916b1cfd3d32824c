/** Label and explanation of every field of a requirement, by its path in the contract; `*` is an entry of a list. */
export const fields = {
  name: {
    label: "Name",
    help: "What the machine and everything made for it is called. Lower-case letters, digits and dashes.",
  },
  profile: { label: "Example to start from", help: "A set of sensible answers. You can change each of them." },
  "hardware/vcpu": {
    label: "Processors",
    help: "How many things the machine can work on at the same time. One is enough for a small web site; computing wants four or more.",
  },
  "hardware/memoryGib": {
    label: "Memory (GiB)",
    help: "What programs work in. 1 GiB carries a small web site, a database wants 4 or more. Too little makes everything slow.",
  },
  "hardware/rootDiskGib": {
    label: "System disk (GiB)",
    help: "Holds the operating system, the programs and everything that is not on an extra disk. It can grow later, but never shrink.",
  },
  "hardware/volumes": {
    label: "Extra disks",
    help: "Disks beside the system disk, for what is precious or large. They stay when the system is made anew.",
  },
  "hardware/volumes/*/name": { label: "Name", help: "A short name, also the label of its file system." },
  "hardware/volumes/*/sizeGib": {
    label: "Size (GiB)",
    help: "How much fits on it. It can grow later, but never shrink.",
  },
  "hardware/volumes/*/speed": { label: "Speed", help: "Fast is for databases. It usually costs more." },
  "hardware/volumes/*/mountPath": {
    label: "Folder",
    help: "Where it appears in the machine. Left empty: /data/ and its name.",
  },
  "software/os/family": {
    label: "Operating system",
    help: "The system that runs the machine. All of these are kinds of Linux. If you do not know, keep what is chosen.",
  },
  "software/os/version": {
    label: "Version",
    help: "Which edition of the operating system, such as 24.04 of Ubuntu or 12 of Debian.",
  },
  "software/packages": {
    label: "Programs",
    help: "What is installed from the operating system's own collection, by its package name, one a line.",
  },
  "software/runtimes": {
    label: "Languages and tools",
    help: "What your own program needs to run, such as Java or Python.",
  },
  "software/runtimes/*/name": { label: "Language or tool", help: "What is installed." },
  "software/runtimes/*/version": {
    label: "Version",
    help: "A number such as 21; “default” takes what the operating system brings.",
  },
  "software/services": {
    label: "Services",
    help: "Programs that run all the time (systemd services), one a line. On a protected machine they run only where it serves.",
  },
  "software/firstBootCommands": {
    label: "Commands at the first start",
    help: "Run once as root, in this order, when the machine starts for the first time.",
  },
  "software/cloudInit": {
    label: "Own cloud-init",
    help: "For experts: a #cloud-config document that is merged into ours.",
  },
  "software/files": { label: "Files", help: "Files that are laid into the machine at its first start." },
  "software/files/*/path": { label: "Path", help: "Where the file goes, from the root: /etc/motd." },
  "software/files/*/content": { label: "Content", help: "The text of the file." },
  "software/files/*/owner": { label: "Owner", help: "The user, or user:group, that the file belongs to." },
  "software/files/*/permissions": {
    label: "Permissions",
    help: "Who may read and write, as chmod takes it, with a leading 0: 0644.",
  },
  "software/files/*/secret": {
    label: "Secret",
    help: "The content never reaches Terraform or a log; the machine fetches it once. It is not kept in this draft either.",
  },
  "network/publicAddress": {
    label: "Reachable from outside",
    help: "The machine gets an address on the internet. Without one it is reached from its private network only.",
  },
  "network/privateNetwork": {
    label: "Private network",
    help: "The network the machine lives in. Its own is right unless it has to talk to machines that are there already.",
  },
  "network/privateNetwork/cidr": {
    label: "Address range",
    help: "The private addresses of its network, such as 10.42.0.0/24.",
  },
  "network/privateNetwork/networks": {
    label: "Network on each cloud",
    help: "The name of a cloud, and the id of the network to join there.",
  },
  "network/openPorts": {
    label: "Open ports",
    help: "Ways into the machine. A web site is on 80 and 443, signing in (SSH) on 22. Everything else stays closed.",
  },
  "network/openPorts/*/port": { label: "Port or range", help: "A number such as 443, or a range such as 8000-8010." },
  "network/openPorts/*/protocol": {
    label: "Protocol",
    help: "Nearly everything is tcp. icmp is ping and has no port.",
  },
  "network/openPorts/*/source": {
    label: "Allowed from",
    help: "Who may use this way in: 0.0.0.0/0 is everybody, 203.0.113.7/32 is one address.",
  },
  "network/openPorts/*/description": { label: "What it is for", help: "A word for yourself." },
  "access/loginName": { label: "Login name", help: "Your name on the machine; you may do everything there with sudo." },
  "access/generateKeyPair": {
    label: "Make a key for me",
    help: "A key opens the machine in place of a password. You get it once, to keep in a file; nobody else has it.",
  },
  "access/sshKeys": {
    label: "My own SSH public keys",
    help: "If you have a key already: the content of the file that ends in .pub, one a line.",
  },
  "access/password": {
    label: "Password",
    help: "For signing in at the console. Only a fingerprint of it is kept; a key is safer.",
  },
  "access/allowRoot": {
    label: "Root may sign in",
    help: "Lets the account that may do everything sign in directly. Rarely needed: the login name can do the same with sudo.",
  },
  "placement/main": { label: "Main cloud", help: "Where the machine serves. “automatic” takes one that fits." },
  "placement/standby/cloud": {
    label: "Standby cloud",
    help: "Where its twin is. “automatic” takes another cloud that fits.",
  },
  "placement/requires/labels": {
    label: "Only clouds with these labels",
    help: "What the administrators say of their clouds, such as disk and ssd. Both places keep to it.",
  },
  "placement/standby/mode": {
    label: "If a cloud dies",
    help: "A twin on another cloud takes over. The readier it is, the faster it takes over and the more it costs.",
  },
  "protection/enabled": { label: "Protected", help: "What the machine holds is copied to its twin regularly." },
  "protection/recoveryPointObjective": {
    label: "How much work may be lost at most",
    help: "Written as PT30M for 30 minutes or PT4H for four hours.",
  },
  "protection/probe": {
    label: "Watch whether it answers",
    help: "The machine is asked regularly; when it does not answer, you hear of it.",
  },
  "protection/probe/kind": { label: "How it is asked", help: "A web page, or only whether a port is open." },
  "protection/probe/port": { label: "Port", help: "One of the open ports." },
  "protection/probe/path": { label: "Path", help: "The page that is asked for." },
  "protection/probe/responseTimeMs": {
    label: "Slowest good answer (ms)",
    help: "An answer that takes longer counts as none.",
  },
  "term/leaseEnd": { label: "Needed until", help: "The last day, at your site's midnight. Empty: without an end." },
  labels: { label: "Labels", help: "Words to find the machine by, such as project and analysis." },
  "contact/name": { label: "Who to ask", help: "A person or a team that knows this machine." },
  "contact/email": { label: "E-mail", help: "Where questions about this machine go." },
};

/** What a choice's values are called. */
export const choices = {
  "hardware/volumes/*/speed": { standard: "standard", fast: "fast" },
  "software/os/family": { ubuntu: "Ubuntu", debian: "Debian", rocky: "Rocky Linux", almalinux: "AlmaLinux" },
  "software/runtimes/*/name": {
    java: "Java",
    dotnet: ".NET",
    php: "PHP",
    nodejs: "Node.js",
    python: "Python",
    ruby: "Ruby",
    go: "Go",
    docker: "Docker (containers)",
  },
  "network/privateNetwork": { own: "a network of its own", existing: "networks that are there already" },
  "network/openPorts/*/protocol": { tcp: "tcp (web, SSH, most others)", udp: "udp", icmp: "icmp (ping)" },
  "placement/main": { automatic: "automatic" },
  "placement/standby/cloud": { automatic: "automatic" },
  "placement/standby/mode": {
    off: "No twin: if the cloud dies, the machine is gone until it comes back",
    "pilot-light": "A prepared place on the other cloud; the twin is made when it is needed",
    stopped: "A twin that is switched off; it starts when it is needed",
    running: "A twin that runs all the time and is ready at once",
  },
  "protection/probe/kind": { http: "a web page", tcp: "an open port" },
};
