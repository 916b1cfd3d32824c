-- Runs, their log, and the plans that wait for review. A claim is a worker's time-limited right to a run; its epoch
-- grows with every claim, and a write that carries an older one changes nothing.

create table run (
  id uuid primary key,
  queue_order bigint generated always as identity,
  workspace_id uuid not null references workspace on delete cascade,
  workspace_name text not null,
  owner_id text not null,
  group_id uuid not null,
  site text not null,
  role text not null,
  cloud_id uuid not null,
  kind text not null,
  reason text not null,
  revision integer not null,
  auto_apply boolean not null,
  status text not null,
  cancel_requested text not null default 'no',
  summary json,
  failure json,
  created_by text not null,
  created_at timestamptz not null,
  planned_at timestamptz,
  finished_at timestamptz,
  claim_epoch integer not null default 0,
  claimed_by text,
  claimed_until timestamptz,
  event_count integer not null default 0
);

create unique index run_one_active_per_site on run (workspace_id, site)
  where status in ('pending', 'planning', 'planned', 'confirmed', 'applying');

create index run_claimable on run (queue_order)
  where status in ('pending', 'planning', 'confirmed', 'applying');

create index run_by_workspace on run (workspace_id, queue_order desc);
create index run_by_owner on run (owner_id, queue_order desc);

create table run_event (
  run_id uuid not null references run on delete cascade,
  sequence integer not null,
  at timestamptz not null,
  kind text not null,
  phase text,
  text text not null,
  progress json,
  primary key (run_id, sequence)
);

create table run_plan (
  run_id uuid primary key references run on delete cascade,
  plan_file bytea not null,
  plan_json json not null,
  terraform json not null,
  state_serial bigint
);
