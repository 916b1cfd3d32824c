/** What a sandbox cloud wants of one of its machines. The keeper makes it so; a cloud never calls QEMU itself. */
export interface WantedGuest {
  /** The machine's id in its cloud. */
  readonly id: string;
  readonly name: string;
  readonly isOn: boolean;
  /** How often it was told to reboot; each further one shuts it down and starts it. */
  readonly reboots: number;
  /** The system of the image it is made of; null when that is unknown. */
  readonly os: GuestOs | null;
  readonly cores: number;
  readonly memoryMib: number;
  /** What the machine says of its maker (DMI), by which cloud-init tells clouds apart. */
  readonly maker: { readonly manufacturer: string; readonly product: string };
  readonly root: GuestDisk;
  readonly disks: readonly GuestDisk[];
  /** Files of the config drive by their path. */
  readonly drive: (network: GuestNetwork) => ReadonlyMap<string, string | Buffer>;
  readonly card: GuestCard;
  readonly doors: readonly GuestDoor[];
}

export interface GuestOs {
  readonly family: string;
  readonly version: string;
}

/** A volume of the cloud; its file is named after it and outlives the machine. */
export interface GuestDisk {
  readonly id: string;
  readonly gib: number;
}

export interface GuestCard {
  readonly mac: string;
  readonly address: string;
  readonly cidr: string;
  readonly gateway: string;
}

/** The machine's network as QEMU plays it: the gateway is this host, name servers are the host's own. */
export interface GuestNetwork extends GuestCard {
  readonly dns: string;
}

/** A port that the cloud's rules open to this host. */
export interface GuestDoor {
  readonly protocol: "tcp" | "udp";
  readonly address: string;
  readonly port: number;
  readonly guestPort: number;
}

/** What a cloud tells the keeper at each look. */
export interface WantedGuests {
  readonly guests: readonly WantedGuest[];
  /** Every volume and machine there is; files of others are removed. */
  readonly diskIds: ReadonlySet<string>;
}
