/** Everything one machine of the product is made of: volume-booted, on its own network, reachable from outside. */
export const WHOLE_MACHINE = `
variable "flavor" { default = "m1.small" }
variable "data_gib" { default = 5 }
variable "power" { default = "active" }
variable "port" { default = 443 }
variable "note" { default = "first" }

resource "openstack_networking_network_v2" "net" {
  name = "tf-net"
  tags = ["workspace=1"]
}
resource "openstack_networking_subnet_v2" "subnet" {
  name            = "tf-subnet"
  network_id      = openstack_networking_network_v2.net.id
  cidr            = "10.9.0.0/24"
  dns_nameservers = ["9.9.9.9"]
}
data "openstack_networking_network_v2" "public" { name = "public" }
resource "openstack_networking_router_v2" "router" {
  name                = "tf-router"
  external_network_id = data.openstack_networking_network_v2.public.id
}
resource "openstack_networking_router_interface_v2" "inside" {
  router_id = openstack_networking_router_v2.router.id
  subnet_id = openstack_networking_subnet_v2.subnet.id
}
resource "openstack_networking_secgroup_v2" "group" {
  name                 = "tf-group"
  delete_default_rules = false
  tags                 = ["workspace=1"]
}
resource "openstack_networking_secgroup_rule_v2" "ssh" {
  direction         = "ingress"
  ethertype         = "IPv4"
  protocol          = "tcp"
  port_range_min    = 22
  port_range_max    = 22
  remote_ip_prefix  = "198.51.100.0/24"
  security_group_id = openstack_networking_secgroup_v2.group.id
}
resource "openstack_networking_secgroup_rule_v2" "web" {
  direction         = "ingress"
  ethertype         = "IPv4"
  protocol          = "tcp"
  port_range_min    = var.port
  port_range_max    = var.port
  remote_ip_prefix  = "0.0.0.0/0"
  security_group_id = openstack_networking_secgroup_v2.group.id
}
resource "openstack_compute_keypair_v2" "key" {
  name       = "tf-key"
  public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO5shOvgddMwRZaPYIKpaRajzoAYWOd+RSRACdHZJo9Y tf@test"
}
data "openstack_images_image_v2" "image" {
  name        = "Debian 12"
  most_recent = true
}
resource "openstack_networking_port_v2" "port" {
  name               = "tf-port"
  network_id         = openstack_networking_network_v2.net.id
  security_group_ids = [openstack_networking_secgroup_v2.group.id]
  tags               = ["workspace=1"]
  fixed_ip { subnet_id = openstack_networking_subnet_v2.subnet.id }
}
resource "openstack_blockstorage_volume_v3" "root" {
  name                 = "tf-root"
  size                 = 10
  volume_type          = "standard"
  image_id             = data.openstack_images_image_v2.image.id
  enable_online_resize = true
}
resource "openstack_compute_instance_v2" "machine" {
  name         = "tf-machine"
  flavor_name  = var.flavor
  key_pair     = openstack_compute_keypair_v2.key.name
  power_state  = var.power
  config_drive = true
  metadata     = { note = var.note }
  tags         = ["owner", var.note]
  user_data    = "#cloud-config\\n"
  block_device {
    uuid                  = openstack_blockstorage_volume_v3.root.id
    source_type           = "volume"
    destination_type      = "volume"
    boot_index            = 0
    delete_on_termination = false
  }
  network { port = openstack_networking_port_v2.port.id }
}
resource "openstack_blockstorage_volume_v3" "data" {
  name                 = "tf-data"
  size                 = var.data_gib
  volume_type          = "fast"
  enable_online_resize = true
  metadata             = { workspace = "1" }
}
resource "openstack_compute_volume_attach_v2" "data" {
  instance_id = openstack_compute_instance_v2.machine.id
  volume_id   = openstack_blockstorage_volume_v3.data.id
}
resource "openstack_networking_floatingip_v2" "public" { pool = "public" }
resource "openstack_networking_floatingip_associate_v2" "public" {
  floating_ip = openstack_networking_floatingip_v2.public.address
  port_id     = openstack_networking_port_v2.port.id
  depends_on  = [openstack_networking_router_interface_v2.inside]
}
output "address" { value = openstack_networking_floatingip_v2.public.address }
output "machine" { value = openstack_compute_instance_v2.machine.id }
`;
