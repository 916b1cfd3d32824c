-- Accounts, clouds, workspaces, revisions and machines. Ids are made by the application.
-- Documents are `json`, not `jsonb`: they come back byte for byte, so that equal plans stay equal.

create table account (
  id text primary key,
  name text not null,
  created_at timestamptz not null default now()
);

create table api_token (
  id uuid primary key,
  account_id text not null references account on delete cascade,
  name text not null,
  token_hash text not null unique,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);

create table cloud (
  id uuid primary key,
  name text not null unique,
  kind text not null check (kind in ('openstack', 'cloudstack')),
  description text not null,
  endpoint text not null,
  location text not null,
  sandbox boolean not null,
  mapping json not null,
  status text not null,
  status_detail text not null,
  registration_sealed bytea not null,
  created_at timestamptz not null default now()
);

create table catalog (
  cloud_id uuid primary key references cloud on delete cascade,
  fetched_at timestamptz not null,
  document json not null
);

create table workspace (
  id uuid primary key,
  owner_id text not null references account,
  name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (owner_id, name)
);

create table revision (
  workspace_id uuid not null references workspace on delete cascade,
  number integer not null check (number >= 1),
  operation_id uuid not null,
  requirement json not null,
  deployment_plan json not null,
  created_at timestamptz not null,
  created_by text not null,
  primary key (workspace_id, number)
);

create table workspace_secret (
  workspace_id uuid primary key references workspace on delete cascade,
  ca_public_key text not null,
  ca_private_key_sealed bytea not null
);

-- A renewed token stands beside the old one, whose plan may still be applied.
create table bootstrap_token (
  workspace_id uuid not null references workspace on delete cascade,
  site text not null,
  token_hash text not null,
  used_at timestamptz,
  used_for_run uuid,
  primary key (workspace_id, site, token_hash)
);

-- Kept by digest: an older revision that is applied again still finds its content.
create table secret_file (
  workspace_id uuid not null references workspace on delete cascade,
  sha256 text not null,
  content_sealed bytea not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, sha256)
);

create table machine (
  workspace_id uuid not null references workspace on delete cascade,
  site text not null,
  token_hash text not null,
  host_keys json not null,
  bootstrapped_at timestamptz not null,
  last_heartbeat_at timestamptz,
  boot_id text,
  uptime_seconds bigint,
  first_boot_done boolean,
  gate text,
  primary key (workspace_id, site)
);

-- Last known facts of a machine, shown as stale when its cloud does not answer.
create table instance_observation (
  workspace_id uuid not null references workspace on delete cascade,
  site text not null,
  observed_at timestamptz not null,
  facts json not null,
  primary key (workspace_id, site)
);
