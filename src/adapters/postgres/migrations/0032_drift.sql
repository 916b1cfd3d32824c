-- How sites stand against what was applied to them: the last check of each, and every check that found something else
-- than the one before. Written by workers; a request only asks, through the service.

create table drift_site (
  workspace_id uuid not null,
  site text not null,
  cloud_id uuid not null,
  -- The apply that the check was of; null before the first one.
  run_id uuid,
  status text check (status in ('in-step', 'drifted', 'unknown')),
  findings json not null default '[]',
  problem text,
  checked_at timestamptz,
  since timestamptz,
  asked_at timestamptz,
  held_until timestamptz,
  primary key (workspace_id, site, cloud_id),
  foreign key (workspace_id, site, cloud_id) references site_condition on delete cascade
);

create table drift_change (
  ordinal bigint generated always as identity primary key,
  workspace_id uuid not null references workspace on delete cascade,
  site text not null,
  cloud_id uuid not null,
  at timestamptz not null default now(),
  status text not null,
  findings json not null,
  problem text
);
create index drift_change_by_site on drift_change (workspace_id, site, ordinal desc);

select isolate_by_workspace('drift_site', 'select');
select isolate_by_workspace('drift_change', 'select');
