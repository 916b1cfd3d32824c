-- Terraform states: every version is kept, none is changed. A credential lives as long as its run.

create table state_version (
  workspace_id uuid not null references workspace on delete cascade,
  site text not null,
  serial bigint not null,
  lineage text not null,
  md5 text not null,
  bytes bytea not null,
  run_id uuid,
  created_at timestamptz not null,
  primary key (workspace_id, site, serial)
);

create table state_lock (
  workspace_id uuid not null references workspace on delete cascade,
  site text not null,
  lock_id text not null,
  document json not null,
  run_id uuid,
  locked_at timestamptz not null,
  primary key (workspace_id, site)
);

create table state_credential (
  run_id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  site text not null,
  password_hash text not null
);
