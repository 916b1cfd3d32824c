-- Host keys that a machine showed when the service first logged in to it; for machines that reported none at their first
-- boot. Another machine at the same place has another instance id, and is met anew.

create table host_key (
  workspace_id uuid not null references workspace on delete cascade,
  site text not null,
  instance_id text not null,
  host_keys json not null,
  first_seen_at timestamptz not null default now(),
  primary key (workspace_id, site, instance_id)
);

select service_only('host_key');
