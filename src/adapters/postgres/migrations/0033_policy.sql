-- What owners let happen by itself, and what the scheduler made of it when it last looked. A workspace without a row has
-- the policy that asks for everything, and nobody looks at it.

create table workspace_policy (
  workspace_id uuid primary key references workspace on delete cascade,
  version integer not null default 1,
  changes text not null check (changes in ('ask', 'safe', 'restarts')),
  drift text not null check (drift in ('tell', 'correct-safe')),
  time_zone text not null,
  window_cron text,
  window_minutes integer,
  power_stop text,
  power_start text,
  maintenance boolean not null,
  changed_at timestamptz not null default now(),
  changed_by text not null,
  check ((window_cron is null) = (window_minutes is null)),
  check ((power_stop is null) = (power_start is null))
);

-- Whose turn it is. Triggers only hasten a look: what they forget is found by the next look on time.
create table schedule_look (
  workspace_id uuid primary key references workspace_policy on delete cascade,
  look_at timestamptz not null default now(),
  -- A dead worker's look is made by another one after this.
  held_until timestamptz,
  looked_at timestamptz,
  -- The last answer, for people.
  standing json,
  -- The failed run of which people were told how to go back.
  told_run_id uuid
);
create index schedule_look_due on schedule_look (look_at);

create function policy_rings_scheduler() returns trigger language plpgsql security definer set search_path from current as $$
begin
  insert into schedule_look (workspace_id) values (new.workspace_id)
    on conflict (workspace_id) do update set look_at = now(), standing = null;
  return null;
end $$;
create trigger policy_rings_scheduler after insert or update on workspace_policy
  for each row execute function policy_rings_scheduler();

create function change_rings_scheduler() returns trigger language plpgsql security definer set search_path from current as $$
begin
  update schedule_look set look_at = now() where workspace_id = new.workspace_id and look_at > now();
  return null;
end $$;
create trigger revision_rings_scheduler after insert on revision
  for each row execute function change_rings_scheduler();
create trigger run_rings_scheduler after update of status on run
  for each row when (old.status is distinct from new.status
                     and new.status in ('planned', 'planned-and-finished', 'applied', 'discarded', 'canceled', 'errored'))
  execute function change_rings_scheduler();
create trigger drift_rings_scheduler after update of checked_at on drift_site
  for each row execute function change_rings_scheduler();
create trigger power_rings_scheduler after update of finished_at on power_action
  for each row when (new.finished_at is not null) execute function change_rings_scheduler();

-- Whoever takes a machine over did not say what may happen to it by itself.
create function policy_stays_behind() returns trigger language plpgsql security definer set search_path from current as $$
begin
  delete from workspace_policy where workspace_id = new.id;
  return null;
end $$;
create trigger policy_stays_behind after update of owner_id on workspace
  for each row when (old.owner_id is distinct from new.owner_id) execute function policy_stays_behind();

select isolate_by_workspace('workspace_policy', 'select, insert, update');
select isolate_by_workspace('schedule_look', 'select');
