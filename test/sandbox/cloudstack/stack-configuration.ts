/** The parts of a stack that tests vary. */
export interface StackVariant {
  offering?: string;
  diskGib?: number;
  port?: string;
  userData?: string;
  sourceNat?: boolean;
  expunge?: boolean;
  name?: string;
}

/** The stack this product makes for one machine: network, machine, disk, address, firewall; all traps avoided. */
export function stackConfiguration(variant: StackVariant = {}): string {
  const { diskGib = 5, port = "80" } = variant;
  return `
${networkAndMachine(variant)}
resource "cloudstack_ssh_keypair" "key" {
  name       = "stack-key"
  public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFEblbGxvZ9nG9D4M0Q5jTzq3Ddl4XhQ6V0wq3Z4bC3u"
}
resource "cloudstack_affinity_group" "spread" {
  name = "stack-spread"
  type = "host anti-affinity"
}
resource "cloudstack_egress_firewall" "out" {
  network_id = cloudstack_network.net.id
  rule {
    cidr_list = ["10.61.0.0/24"]
    protocol  = "all"
  }
  depends_on = [cloudstack_instance.web]
}
resource "cloudstack_disk" "data" {
  name               = "stack-data"
  disk_offering      = "Custom"
  size               = ${diskGib}
  zone               = "sandbox-zone"
  attach             = true
  virtual_machine_id = cloudstack_instance.web.id
}
${addressWithStaticNat()}
resource "cloudstack_firewall" "in" {
  ip_address_id = cloudstack_ipaddress.address.id
  rule {
    cidr_list = ["0.0.0.0/0"]
    protocol  = "tcp"
    ports     = ["22"]
  }
  rule {
    cidr_list = ["0.0.0.0/0"]
    protocol  = "tcp"
    ports     = ["${port}"]
  }
  depends_on = [cloudstack_static_nat.nat]
}
`.replace("/* more */", EXTRAS);
}

const EXTRAS = `
  keypair            = cloudstack_ssh_keypair.key.name
  affinity_group_ids = [cloudstack_affinity_group.spread.id]
  root_disk_size     = 20
  tags               = { env = "test", owner = "somebody" }
`;

/** One network with one machine. */
export function networkAndMachine(variant: StackVariant = {}): string {
  const { offering = "Sandbox Small", userData = "#cloud-config\\n{}\\n", sourceNat = true, expunge = true } = variant;
  return `
resource "cloudstack_network" "net" {
  name             = "stack-net"
  cidr             = "10.61.0.0/24"
  network_offering = "DefaultIsolatedNetworkOfferingWithSourceNatService"
  zone             = "sandbox-zone"
  ${sourceNat ? "source_nat_ip = true" : ""}
}
resource "cloudstack_instance" "web" {
  name             = "${variant.name ?? "stack-web"}"
  service_offering = "${offering}"
  network_id       = cloudstack_network.net.id
  template         = "Ubuntu 24.04"
  zone             = "sandbox-zone"
  user_data        = "${userData}"
  expunge          = ${expunge}
  /* more */
}
`;
}

/** One public address with static NAT to the machine, in no particular order to the machine. */
export function addressWithStaticNat(): string {
  return `
resource "cloudstack_ipaddress" "address" {
  network_id = cloudstack_network.net.id
  zone       = "sandbox-zone"
}
resource "cloudstack_static_nat" "nat" {
  ip_address_id      = cloudstack_ipaddress.address.id
  virtual_machine_id = cloudstack_instance.web.id
}
`;
}
