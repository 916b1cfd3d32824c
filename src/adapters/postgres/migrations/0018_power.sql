-- Power of machines: asked for by people, done by workers. The intent (`sent_at`) is committed before a cloud is told and
-- its answer (`accepted_at`, `ticket`) after it, so that whoever goes on after a kill knows what may have happened.

create table power_action (
  id uuid primary key,
  ordinal bigint generated always as identity,
  workspace_id uuid not null references workspace on delete cascade,
  workspace_name text not null,
  site text not null,
  role text not null,
  cloud_id uuid not null,
  instance_id text not null,
  action text not null check (action in ('start', 'stop', 'reboot')),
  hard boolean not null,
  status text not null default 'waiting'
    check (status in ('waiting', 'working', 'done', 'failed', 'uncertain', 'canceled')),
  detail text,
  problem text,
  -- The newest act of this kind in the cloud's history before it was told; empty for none, null for unknown.
  mark text,
  ticket text,
  created_by text not null,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  accepted_at timestamptz,
  finished_at timestamptz,
  claim_epoch integer not null default 0,
  claimed_by text,
  claimed_until timestamptz
);

create unique index power_one_open_per_site on power_action (workspace_id, site) where finished_at is null;
create index power_open on power_action (ordinal) where finished_at is null;
create index power_by_workspace on power_action (workspace_id, ordinal desc);

select isolate_by_workspace('power_action', 'select, insert, update');

-- A run that plans or applies and an action never meet on a site: each looks for the other under this lock.
create function lock_site(workspace uuid, place text) returns void language sql as $$
  select pg_advisory_xact_lock(hashtextextended(workspace::text || ' ' || place, 18))
$$;

-- The run stays as it is and is claimed again later; claiming itself already leaves out such runs.
create function run_waits_for_power() returns trigger language plpgsql as $$
begin
  perform lock_site(new.workspace_id, new.site);
  if exists (select from power_action
              where workspace_id = new.workspace_id and site = new.site and finished_at is null) then
    return null;
  end if;
  return new;
end $$;
create trigger run_waits_for_power before update of status on run
  for each row when (old.status in ('pending', 'confirmed') and new.status in ('planning', 'applying'))
  execute function run_waits_for_power();

-- The time line of a workspace reads the audit log by what was acted on.
create index audit_entry_by_object on audit_entry (object_id, sequence desc)
  where object_kind in ('workspace', 'run', 'transfer');
